using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Reporting.Plots;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Reporting.Html;

/// <summary>What went wrong: the trials that were given up, with their causes, and every attempt that did not end well.</summary>
internal static class FailureTables
{
    private const int MostAttempts = 200;

    public static Markup Of(SweepRecord sweep)
    {
        var failed = sweep.Trials.Where(t => t.State == TrialState.Failed).ToArray();
        var mishaps = sweep.Attempts.Where(a => a.Outcome is not (null or Outcome.Completed or Outcome.Diverged)).ToArray();
        if (failed.Length + mishaps.Length == 0)
            return Markup.Raw("<p>Nothing failed.</p>");
        return Markup.Of($"{Trials(failed)}{Attempts(mishaps)}");
    }

    private static Markup Trials(Answers.TrialRow[] failed) => failed.Length == 0 ? default : Markup.Of($"""
        <div class="wide"><table id="failures"><thead><tr><th class="text">trial</th><th>lr</th><th>epochs</th><th>seed</th><th>attempts</th><th class="text">cause</th></tr></thead><tbody>
        {Markup.Join(failed.Select(t => Markup.Of($"<tr class=\"failed\"><td class=\"id\" title=\"{t.Trial}\">{t.Trial.Value[..8]}</td><td>{PictureNumbers.Rate(t.LearningRate)}</td><td>{t.Epochs}</td><td>{t.Seed}</td><td>{t.Attempt}</td><td class=\"text cause\">{t.Cause}</td></tr>\n")))}</tbody></table></div>
        """);

    private static Markup Attempts(Attempt[] mishaps) => mishaps.Length == 0 ? default : Markup.Of($"""
        <details><summary>{mishaps.Length} attempts that did not end well{(mishaps.Length > MostAttempts ? $", the last {MostAttempts} of them" : "")}</summary>
        <div class="wide"><table id="attempts"><thead><tr><th>lease</th><th>granted (UTC)</th><th class="text">agent</th><th>slot</th><th class="text">run</th><th>attempt</th><th class="text">outcome</th><th class="text">detail</th></tr></thead><tbody>
        {Markup.Join(mishaps.TakeLast(MostAttempts).Select(a => Markup.Of($"<tr><td>{a.Lease}</td><td>{FormattableString.Invariant($"{a.GrantedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}")}</td><td class=\"text\">{a.Agent}</td><td>{a.Slot}</td><td class=\"id\" title=\"{a.Run}\">{a.Run.Value[..8]}</td><td>{a.Number}</td><td class=\"text\">{a.Outcome}</td><td class=\"text cause\">{a.Detail}</td></tr>\n")))}</tbody></table></div></details>
        """);
}
