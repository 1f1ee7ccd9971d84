namespace Sweep.GpuAgent.Deciding;

/// <summary>Where the coordinator's checkpoints are, as its last welcome described it.</summary>
/// <param name="Url">Base address of the coordinator's HTTP API.</param>
/// <param name="Token">Bearer token for it.</param>
internal sealed record StoreAddress(string Url, string Token);

/// <summary>What came of a question, a put or a get.</summary>
internal abstract record StoreAnswer
{
    private StoreAnswer() { }

    /// <summary>It has it; it has taken it; it has given it, and it is what was asked for.</summary>
    public sealed record Done : StoreAnswer
    {
        public static readonly Done Instance = new();
    }

    /// <summary>It does not have it.</summary>
    public sealed record Absent(string Reason) : StoreAnswer;

    /// <summary>What it was sent is not what the name says.</summary>
    public sealed record Refused(string Reason) : StoreAnswer;

    /// <summary>Nobody knows; another try may succeed.</summary>
    public sealed record Failed(string Reason) : StoreAnswer;
}
