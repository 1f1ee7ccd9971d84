using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization;
using Spectre.Console;
using Sweep.Coordinator.Cli.Programs;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep plan</c>: what a sweep would run, and what sharing saves. Trains nothing and needs no coordinator.</summary>
public static class PlanCommand
{
    private const int RunsShown = 10;

    public static Command Create(Shell shell)
    {
        var command = new Command("plan", "Show what a sweep would run: trials, runs, and the epochs that sharing saves.");
        GridOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Plan(
            parsed, shell.TerminalFor(parsed), spec => HomeAnswers.Preview(shell, parsed, spec, cancellation)));
        return command;
    }

    private static async Task<int> Plan(ParseResult parsed, Terminal terminal, Func<SweepSpec, Task<SubmitView?>> preview)
    {
        using var grid = GridOptions.Read(parsed);
        var spec = grid.Spec;
        var sampled = Sampling.Trials(spec);
        var runs = RunPlanner.Runs(spec, sampled.Trials);
        var summary = PlanSummary.Of(sampled.Trials, runs);
        if (sampled.Merged > 0)
            terminal.Say($"Merged {Counted.Of(sampled.Merged, "duplicate trial")}.");
        if (FullBatches.Note(spec) is { } note)
            terminal.Say(note);
        var known = await Known(terminal, spec, preview);
        if (terminal.Json)
            terminal.WriteJson(new PlanDocument(summary.Trials, summary.Runs, summary.EpochsIfAlone, summary.EpochsPlanned)
            {
                Known = known,
                LeftOut = sampled is { Excluded: 0, Conditional: 0 } ? null : new(sampled.Excluded, sampled.Conditional),
            });
        else
            Show(spec.Name, summary, runs, terminal);
        if (LeftOutOf(sampled) is { } leftOut && !terminal.Json)
            terminal.Answer(leftOut);
        if (grid.Code is { } code && !terminal.Json)
            terminal.Answer($"Code: {CodeFolder.SizeOf(code.Packed)} from {code.Folder}.");
        if (known is not null && !terminal.Json)
            terminal.Answer(Sentence(spec.Name, known));
        return ExitCode.Done;
    }

    /// <summary>
    /// The answer of <c>plan --json</c>, whose names and order are a contract: those of a <see cref="PlanSummary"/> first.
    /// </summary>
    private sealed record PlanDocument(int Trials, int Runs, long EpochsIfAlone, long EpochsPlanned)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public KnownSweep? Known { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public LeftOutPoints? LeftOut { get; init; }
    }

    /// <summary>Points that are no trials.</summary>
    private sealed record LeftOutPoints(int Exclude, long When);

    /// <returns>Null where nothing is left out.</returns>
    internal static string? LeftOutOf(SampledTrials sampled)
    {
        string[] parts =
        [
            .. sampled.Excluded > 0 ? [$"{Counted.Of(sampled.Excluded, "point")} by exclude"] : Array.Empty<string>(),
            .. sampled.Conditional > 0 ? [$"{Counted.Of(sampled.Conditional, "point")} by when"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? null : $"Left out: {string.Join(", ", parts)}.";
    }

    /// <summary>What the plan changes about a sweep that the home has.</summary>
    /// <param name="OtherCode">Whether the sweep has other code than this; absent where it has not.</param>
    private sealed record KnownSweep(
        int Done, int Added, int Kept, int Removed, int RemovedResults, int EpochsToTrain, string? Advice,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool OtherCode);

    /// <summary>A plan is shown whatever the home says: a refusal, or a home that cannot be asked, is said beside it.</summary>
    private static async Task<KnownSweep?> Known(Terminal terminal, SweepSpec spec, Func<SweepSpec, Task<SubmitView?>> preview)
    {
        try
        {
            return await preview(spec) is { } view && !(view.NewTrials == view.Trials && view.RemovedTrials == 0)
                ? new(view.Trials - view.OpenTrials, view.NewTrials, view.Trials - view.NewTrials, view.RemovedTrials, view.RemovedResults,
                    view.EpochsToTrain, view.Advice, view.PinnedCode is not null)
                : null;
        }
        catch (Exception refused) when (refused is BadInputException or NoCoordinatorException or HttpRequestException)
        {
            terminal.Say(refused.Message);
            return null;
        }
    }

    private static string Sentence(string sweep, KnownSweep known)
    {
        var sentence = $"{sweep} is known here: {Counted.Of(known.Done, "trial")} done, {Counted.Of(known.Added)} added, "
            + $"{Counted.Of(known.Kept)} kept, {Counted.Of(known.Removed)} removed; {Counted.Of(known.EpochsToTrain, "epoch")} to train.";
        if (known.RemovedResults > 0)
            sentence += $" {Counted.Of(known.RemovedResults)} of the removed "
                + $"{(known.RemovedResults == 1 ? "has a result" : "have results")}: run asks before.";
        if (known.OtherCode)
            sentence += " Its code has changed since it was submitted: run asks for another name, or for the code that it has "
                + $"({PinnedCode.Option}).";
        return known.Advice is { } advice ? $"{sentence} To keep them write {advice}." : sentence;
    }

    /// <summary>The plan in one line.</summary>
    internal static string Headline(string sweep, PlanSummary summary) =>
        $"Sweep {sweep}: {Counted.Of(summary.Trials, "trial")} in {Counted.Of(summary.Runs, "run")}, "
            + $"{Counted.Of(summary.EpochsPlanned, "epoch")} instead of {Counted.Of(summary.EpochsIfAlone)}{Saved(summary)}.";

    /// <summary>Hyperparameters with one value everywhere are said once; the table has the others.</summary>
    private static void Show(string sweep, PlanSummary summary, ImmutableArray<Run> runs, Terminal terminal)
    {
        terminal.Answer(Headline(sweep, summary));
        // A conditional one is in some runs only.
        var names = runs.SelectMany(run => run.Parameters.Values).Select(value => value.Key).Distinct().Order(ParameterName.InOrder);
        var varying = names.ToLookup(name => runs.Select(run => run.Parameters[name]).Distinct().Skip(1).Any());
        if (varying[false].Any())
        {
            var same = varying[false].Select(name => $"{name} {Numbers.Short(runs[0].Parameters[name])}");
            terminal.Answer($"Everywhere: {string.Join(", ", same)}.");
        }
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("run").NoWrap());
        foreach (var name in varying[true])
            table.AddColumn(new TableColumn(name).NoWrap());
        table.AddColumn("trials after epoch");
        foreach (var run in runs.Take(RunsShown))
            table.AddRow([run.Id.Value, .. varying[true].Select(name => Numbers.Short(run.Parameters[name])),
                string.Join(' ', run.Milestones.Select(m => Numbers.Short(m.Epochs)))]);
        terminal.Out.Write(table);
        if (runs.Length > RunsShown)
            terminal.Answer($"and {Counted.Of(runs.Length - RunsShown, "run")} more");
    }

    private static string Saved(PlanSummary summary) => summary.EpochsPlanned == summary.EpochsIfAlone
        ? ""
        : $" (sharing saves {Numbers.Part(1 - (summary.EpochsPlanned / (double)summary.EpochsIfAlone))})";
}
