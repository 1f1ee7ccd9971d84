using Spectre.Console;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>The attempts at one run, oldest first.</summary>
internal static class AttemptsTable
{
    private const int Always = FittingColumn<Attempt>.Always;

    private static readonly FittingTable<Attempt> Table = new(
    [
        new("attempt", Always, a => FormattableString.Invariant($"{a.Number}")),
        new("outcome", Always, a => a.Outcome is { } outcome ? Words(outcome, a.Detail) : "in training", Left: true),
        new("agent", Always, a => a.Agent, Left: true),
        new("slot", 50, a => FormattableString.Invariant($"{a.Slot}")),
        new("epochs", 90, a => FormattableString.Invariant($"{a.FromEpoch + 1}–{a.ToEpoch}"), Left: true),
        new("began", 70, a => Times.Second(a.GrantedAt), Left: true),
        new("took", 60, a => Durations.Of(a.EndedAt - a.GrantedAt)),
        new("lease", 40, a => FormattableString.Invariant($"{a.Lease}")),
    ],
    a => a.Outcome is null or Outcome.Completed or Outcome.Diverged ? Style.Plain : new Style(Color.Yellow));

    public static Table Of(IReadOnlyList<Attempt> attempts, int width) => Table.Of(attempts, width);

    /// <summary>Whether the attempt ended otherwise than a person would expect.</summary>
    public static bool HasAStory(Attempt attempt) =>
        attempt.Outcome is not (null or Outcome.Completed or Outcome.Diverged) && attempt.Detail.Length > 0;

    /// <param name="detail">Tells what has one outcome apart: a program that made no step, and one that took too long.</param>
    internal static string Words(Outcome outcome, string detail) => outcome switch
    {
        Outcome.Completed => "completed",
        Outcome.Diverged => "diverged",
        Outcome.AgentLost => "agent lost",
        Outcome.TrainerCrashed => "crashed",
        Outcome.OutOfMemory => "out of memory",
        Outcome.TimedOut => detail.Contains("timeout", StringComparison.Ordinal) ? "timed out" : "stalled",
        Outcome.Cancelled => "stopped",
        Outcome.BadConfiguration => "bad configuration",
        Outcome.CheckpointLost => "checkpoint lost",
        _ => outcome.ToString(),
    };
}
