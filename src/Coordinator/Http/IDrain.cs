namespace Sweep.Coordinator.Http;

/// <summary>Emptying a coordinator before it is stopped, and the way back.</summary>
internal interface IDrain
{
    /// <summary>
    /// Agents finish their epoch, checkpoint and report; returns when no lease is active. No work is given out after this.
    /// </summary>
    Task Drain(CancellationToken cancellation);

    /// <summary>Work is given out again; nothing happens where none is held back.</summary>
    Task EndDrain(CancellationToken cancellation);
}
