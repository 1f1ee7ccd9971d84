namespace Sweep.GpuAgent.Deciding;

/// <summary>What came of asking the coordinator for a session.</summary>
/// <param name="Session">The secret; null where there is none.</param>
/// <param name="Reason">Why not.</param>
internal sealed record SessionAnswer(string? Session, string Reason = "")
{
    /// <summary>Keeps the secret out of logs.</summary>
    public override string ToString() => nameof(SessionAnswer);
}
