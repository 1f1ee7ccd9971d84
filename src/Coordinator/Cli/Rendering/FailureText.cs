using Sweep.Coordinator.Explaining;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>What went wrong, in a line each: which run, where, how, why, and what became of it.</summary>
internal static class FailureText
{
    /// <summary><c>2 min ago  box-1:0  lr 0.01 seed 2  crashed, waits to be tried again: The trainer ended with signal 9.</c></summary>
    public static string Line(FailureView failure, DateTimeOffset now) =>
        $"{Ago(now - failure.At)}  {failure.Agent}:{failure.Slot}  {ParametersText.Of(failure.Parameters)}  "
        + $"{Phrases.Of(failure.Outcome)}, {Became(failure)}: {Cropping.FirstLine(failure.Detail)}";

    /// <summary>Agents that get no work but on trial, with the reason.</summary>
    public static IEnumerable<string> Benched(IEnumerable<AgentView> agents) =>
        agents.Where(a => a.State == AgentStatus.Quarantined).Select(a => $"{a.Agent} is in quarantine: {a.Note}")
            .Concat(agents.Where(a => a is { State: not AgentStatus.Quarantined, Note.Length: > 0 }).Select(a => $"{a.Agent}: {a.Note}"));

    private static string Ago(TimeSpan span) => span < TimeSpan.FromSeconds(1) ? "just now" : $"{Durations.Of(span)} ago";

    private static string Became(FailureView failure) => failure.RunState switch
    {
        TrialState.Pending => "waits to be tried again",
        TrialState.Running => "is tried again",
        TrialState.Completed or TrialState.Diverged => "done since",
        TrialState.Failed => $"given up after {Counted.Of(failure.Attempt, "attempt")}",
        _ => "cancelled since",
    };
}
