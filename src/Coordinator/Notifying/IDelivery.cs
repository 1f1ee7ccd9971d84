using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Notifying;

/// <summary>How a notice gets to whoever wants it.</summary>
internal interface IDelivery
{
    /// <summary>No delivery takes longer.</summary>
    TimeSpan Longest { get; }

    /// <returns>What went wrong, a sentence each; nothing where all went well.</returns>
    Task<IReadOnlyList<string>> Deliver(Notice notice, NotifySpec to, CancellationToken cancellation);
}
