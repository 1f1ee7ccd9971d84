using System.Collections.Immutable;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>How attempts at a run have failed, since it was last retried.</summary>
/// <param name="Crashes">Attempts that count towards the sweep's maxAttempts.</param>
/// <param name="CanaryCrashes">Crashes on agents in quarantine: held against the agent first.</param>
/// <param name="MemoryFailures">Attempts for which a device's whole memory was too little.</param>
/// <param name="TooSmall">Where it was. A restart of the agent may change that.</param>
internal sealed record RunTally(
    int Crashes, int CanaryCrashes, int MemoryFailures, ImmutableHashSet<(string Agent, Guid Incarnation)> TooSmall)
{
    public static readonly RunTally None = new(0, 0, 0, []);

    public int AllCrashes => Crashes + CanaryCrashes;

    public bool IsTooBigFor(string agent, Guid incarnation) => TooSmall.Contains((agent, incarnation));

    /// <param name="failure">A failed attempt.</param>
    public RunTally After(EndedAttempt failure) => failure switch
    {
        { Outcome: Outcome.OutOfMemory } =>
            this with { MemoryFailures = MemoryFailures + 1, TooSmall = TooSmall.Add((failure.Agent, failure.Incarnation)) },
        _ when !failure.Outcome.IsCrash() => this,
        { InQuarantine: true } => this with { CanaryCrashes = CanaryCrashes + 1 },
        _ => this with { Crashes = Crashes + 1 },
    };
}
