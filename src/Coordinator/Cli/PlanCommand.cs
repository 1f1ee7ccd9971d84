using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep plan</c>: what a sweep would run, and what sharing saves. Trains nothing and needs no coordinator.</summary>
public static class PlanCommand
{
    private const int RunsShown = 10;

    /// <param name="terminal">Makes the terminal for a command that was, or was not, asked for JSON.</param>
    public static Command Create(Func<bool, Terminal>? terminal = null)
    {
        var command = new Command("plan", "Show what a sweep would run: trials, runs, and the epochs that sharing saves.");
        GridOptions.AddTo(command);
        command.SetAction(parsed => Plan(parsed, (terminal ?? Terminal.Standard)(parsed.GetValue(GlobalOptions.Json))));
        return command;
    }

    private static int Plan(ParseResult parsed, Terminal terminal)
    {
        var (spec, _) = GridOptions.Read(parsed);
        var sampled = Sampling.Trials(spec);
        var runs = RunPlanner.Runs(spec, sampled.Trials);
        var summary = PlanSummary.Of(sampled.Trials, runs);
        if (sampled.Merged > 0)
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Merged {Count(sampled.Merged, "duplicate trial")}."));
        if (terminal.Json)
            terminal.WriteJson(summary);
        else
            Show(spec.Name, summary, runs, terminal);
        return ExitCode.Done;
    }

    /// <summary>Hyperparameters with one value everywhere are said once; the table has the others.</summary>
    private static void Show(string sweep, PlanSummary summary, ImmutableArray<Run> runs, Terminal terminal)
    {
        terminal.RawOut.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Sweep {sweep}: {Count(summary.Trials, "trial")} in {Count(summary.Runs, "run")}, {Count(summary.EpochsPlanned, "epoch")} instead of {summary.EpochsIfAlone:N0}{Saved(summary)}."));
        var varying = Columns.ToLookup(column => runs.Select(run => column.Value(run.Parameters)).Distinct().Skip(1).Any());
        if (varying[false].Any())
            terminal.RawOut.WriteLine($"Everywhere: {string.Join(", ", varying[false].Select(column => $"{column.Key} {Number(column.Value(runs[0].Parameters))}"))}.");
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("run").NoWrap());
        foreach (var column in varying[true])
            table.AddColumn(new TableColumn(column.Key).NoWrap());
        table.AddColumn("trials after epoch");
        foreach (var run in runs.Take(RunsShown))
            table.AddRow([run.Id.Value, .. varying[true].Select(column => Number(column.Value(run.Parameters))), string.Join(' ', run.Milestones.Select(m => Number(m.Epochs)))]);
        terminal.Out.Write(table);
        if (runs.Length > RunsShown)
            terminal.RawOut.WriteLine($"and {Count(runs.Length - RunsShown, "run")} more");
    }

    private static readonly IReadOnlyList<(string Key, Func<RunParameters, double> Value)> Columns =
        [("lr", p => p.LearningRate), ("weightDecay", p => p.WeightDecay), ("batchSize", p => p.BatchSize), ("seed", p => p.Seed)];

    private static string Saved(PlanSummary summary) => summary.EpochsPlanned == summary.EpochsIfAlone
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" (sharing saves {1 - (summary.EpochsPlanned / (double)summary.EpochsIfAlone):P0})");

    private static string Count(long n, string noun) => string.Create(CultureInfo.InvariantCulture, $"{n:N0} {noun}{(n == 1 ? "" : "s")}");
    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
