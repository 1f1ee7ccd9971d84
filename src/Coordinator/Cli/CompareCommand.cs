using System.Collections.Immutable;
using System.CommandLine;
using Sweep.Coordinator.Reporting;
using Sweep.Coordinator.Reporting.Statistics;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep compare A B</c>: two trials of a sweep side by side.</summary>
internal static class CompareCommand
{
    /// <param name="record">The sweep of that name as it stands; null is the one submitted last.</param>
    /// <param name="terminal">Where the command writes.</param>
    public static Command Create(Func<ParseResult, string?, CancellationToken, Task<SweepRecord>> record, Func<ParseResult, Terminal> terminal)
    {
        var a = new Argument<string>("A") { Description = "A trial, by its id or the first characters of it; best is the winner" };
        var b = new Argument<string>("B") { Description = "Another one of the same sweep" };
        var sweep = new Option<string?>("--sweep") { Description = "The sweep of both [default: the one submitted last]", HelpName = "name" };
        var command = new Command("compare", "Show hyperparameters, metrics and learning curves of two trials side by side") { a, b, sweep };
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = await record(parsed, parsed.GetValue(sweep), cancellation);
            Show(terminal(parsed), Comparison.Of(asked, Named(asked, parsed.GetRequiredValue(a)), Named(asked, parsed.GetRequiredValue(b))));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A trial by its id, the first characters of it, or <c>best</c>.</summary>
    internal static TrialRow Named(SweepRecord record, string name) =>
        name != "best" ? TrialPrefix.Find(record.Trials, name)
        : record.Trials.FirstOrDefault(trial => trial.Trial == record.View.Best.Trial)
        ?? throw new BadInputException($"No trial of {record.Spec.Name} has completed yet, so none is the best.");

    internal static void Show(Terminal terminal, Comparison comparison)
    {
        if (terminal.Json)
            terminal.WriteJson(ComparisonDocument.Of(comparison));
        else
            terminal.Out.Write(ComparisonView.Of(comparison));
    }
}

/// <summary>The answer of <c>compare --json</c>.</summary>
internal sealed record ComparisonDocument(
    TrialRow A, TrialRow B, OrderedDictionary<string, double?> Differences, ImmutableArray<ComparedCurve> Curves)
{
    public static ComparisonDocument Of(Comparison comparison) => new(
        comparison.A, comparison.B,
        new(comparison.Hyperparameters.Concat(comparison.Metrics).Select(v => KeyValuePair.Create(v.Name, v.Difference.IsMissing ? (double?)null : v.Difference.Number))),
        comparison.Curves);
}
