namespace Sweep.Coordinator.Scheduling;

/// <summary>What the coordinator tells every agent that registers.</summary>
/// <param name="Lease">How long a lease lives without a sign of life.</param>
/// <param name="Blobs">Base address of the HTTP API, where checkpoints are put and fetched.</param>
internal sealed record Terms(TimeSpan Lease, string Blobs)
{
    /// <summary>Version of Sweep; empty where nobody needs to know.</summary>
    public string Program { get; init; } = "";

    /// <summary>See <see cref="Stragglers"/>.</summary>
    public bool LastRunsTwice { get; init; }

    /// <summary>How long an idle slot waits before it asks again; new work is announced, so this only covers a lost announcement.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);
}
