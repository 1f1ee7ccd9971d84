using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Plots;

namespace Sweep.Reporting.Html;

/// <summary>What went wrong: the trials that were given up, with their causes, and every attempt that did not end well.</summary>
internal static class FailureTables
{
    private const int MostAttempts = 200;
    private const int MostTrials = 1_000;

    public static Markup Of(SweepRecord sweep)
    {
        var failed = sweep.Trials.Where(t => t.State == TrialState.Failed).ToArray();
        var mishaps = sweep.Attempts.Where(a => a.Outcome is not (null or Outcome.Completed or Outcome.Diverged)).ToArray();
        if (failed.Length + mishaps.Length == 0)
            return Markup.Raw("<p>Nothing failed.</p>");
        return Markup.Of($"{Trials(failed)}{Attempts(mishaps)}");
    }

    private static Markup Trials(TrialRow[] failed) => failed.Length == 0 ? default : Trials(failed, NamesOf(failed));

    /// <summary>Of a program all, of the built-in network those that mostly tell trials apart.</summary>
    private static string[] NamesOf(TrialRow[] failed) => failed.All(trial => trial.Hyperparameters.Shared.IsOfNetwork)
        ? [ParameterName.LearningRate, ParameterName.Epochs, ParameterName.Seed]
        : [.. failed.SelectMany(trial => trial.Hyperparameters.Values).Select(value => value.Key).Distinct().Order(ParameterName.InOrder)];

    private static Markup Trials(TrialRow[] failed, string[] names) => Markup.Of($"""
        <div class="wide"><table id="failures"><thead><tr>{Markup.Join(
            [Words("trial"), .. names.Select(Number), Number("attempts"), Words("cause")])}</tr></thead><tbody>
        {Markup.Join(failed.Take(MostTrials).Select(trial => Row(trial, names)))}</tbody></table></div>{First(failed.Length)}
        """);

    private static Markup First(int failed) => failed <= MostTrials ? default
        : Markup.Of($"<p class=\"quiet\">The first {MostTrials} of {failed} (`sweep export csv` writes all).</p>");

    private static Markup Row(TrialRow t, string[] names) => Markup.Of(
        $"<tr class=\"failed\"><td class=\"id\" title=\"{t.Trial}\">{t.Trial.Value[..8]}</td>"
        + $"{Markup.Join(names.Select(name => Markup.Of($"<td>{Numbers.Short(t.Hyperparameters[name])}</td>")))}<td>{t.Attempt}</td>"
        + $"<td class=\"text cause\">{t.Cause}</td></tr>\n");

    private static Markup Attempts(Attempt[] mishaps) => mishaps.Length == 0 ? default : Markup.Of($"""
        <details><summary>{mishaps.Length} attempts that did not end well{Last(mishaps.Length)}</summary>
        <div class="wide"><table id="attempts"><thead><tr>{Markup.Join(
            [
                Number("lease"), Number("granted (UTC)"), Words("agent"), Number("slot"),
                Words("run"), Number("attempt"), Words("outcome"), Words("detail"),
            ])}</tr></thead><tbody>
        {Markup.Join(mishaps.TakeLast(MostAttempts).Select(Row))}</tbody></table></div></details>
        """);

    private static string Last(int count) => count > MostAttempts ? $", the last {MostAttempts} of them" : "";

    private static Markup Row(Attempt a) => Markup.Of(
        $"<tr><td>{a.Lease}</td><td>{FormattableString.Invariant($"{a.GrantedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}")}</td>"
        + $"<td class=\"text\">{a.Agent}</td><td>{a.Slot}</td><td class=\"id\" title=\"{a.Run}\">{a.Run.Value[..8]}</td>"
        + $"<td>{a.Number}</td><td class=\"text\">{a.Outcome}</td><td class=\"text cause\">{a.Detail}</td></tr>\n");

    /// <summary>Words stand on the left, numbers on the right.</summary>
    private static Markup Words(string heading) => Markup.Of($"<th class=\"text\">{heading}</th>");

    private static Markup Number(string heading) => Markup.Of($"<th>{heading}</th>");
}
