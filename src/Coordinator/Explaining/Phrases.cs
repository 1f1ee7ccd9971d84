using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Explaining;

/// <summary>Parts of sentences that are needed more than once.</summary>
internal static class Phrases
{
    private const int LongestQuote = 300;

    public static string Ago(DateTimeOffset? at, DateTimeOffset now) =>
        at is not { } then || now - then < TimeSpan.FromSeconds(1) ? "just now" : $"{Durations.Of(now - then)} ago";

    public static string Slot(LeaseState lease) => FormattableString.Invariant($"slot {lease.Slot} of agent {lease.Agent}");

    public static string Of(RunParameters parameters) => ParametersText.Of(parameters);

    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.AgentLost => "agent lost",
        Outcome.TrainerCrashed => "crashed",
        Outcome.OutOfMemory => "out of memory",
        Outcome.TimedOut => "timed out",
        Outcome.BadConfiguration => "bad configuration",
        Outcome.CheckpointLost => "checkpoint lost",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    /// <summary>What somebody else wrote, as a part of a sentence: its first line without a full stop, and not all of a long one.</summary>
    public static string Quoted(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var first = lines is [var one, var two, ..] && one.EndsWith(':') ? $"{one} {two}" : lines.FirstOrDefault() ?? "no reason was given";
        return (first.Length > LongestQuote ? first[..LongestQuote] + "…" : first).TrimEnd('.');
    }

    /// <summary><c>a, b and c</c>.</summary>
    public static string Listed(IReadOnlyList<string> parts) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";
}
