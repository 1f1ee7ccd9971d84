namespace Sweep.Experiments.Sweeps;

/// <summary>Whom a coordinator tells when something happens that a person would want to know of: one of the two, or both.</summary>
/// <param name="Command">For the shell of the coordinator's machine; null where none is to be run.</param>
/// <param name="Webhook">An address that takes a JSON document by POST; null where none is to be told.</param>
public sealed record NotifySpec(string? Command, string? Webhook)
{
    /// <summary>In characters, of either.</summary>
    public const int Longest = 2000;

    /// <summary>Keeps what may hold a secret out of logs.</summary>
    public override string ToString() => nameof(NotifySpec);
}
