using System.Collections.Immutable;
using System.CommandLine;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Running;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep submit</c>: hand a grid in to a coordinator that is there already, and return.</summary>
internal static class SubmitCommand
{
    private sealed record SubmitDocument(
        string Sweep, int Trials, int Runs, long EpochsPlanned, int NewTrials, int RemovedTrials, int OpenTrials, int EpochsToTrain);

    public static Command Create(Shell shell)
    {
        var command = new Command(
            "submit", "Hand a grid in to a coordinator that is running, and return: it trains without being watched.");
        var yes = new Option<bool>("--yes") { Description = "Take trials that have results out of the grid without asking." };
        GridOptions.AddTo(command);
        command.Options.Add(yes);
        var same = GridOptions.SameCodeIsFine();
        command.Options.Add(same);
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            using var grid = GridOptions.Read(parsed);
            var spec = grid.Spec;
            var sampled = Sampling.Trials(spec);
            if (sampled.Merged is > 0 and var merged)
                terminal.Say($"{Counted.Of(merged, "trial")} equal to others {(merged == 1 ? "was" : "were")} merged.");
            if (FullBatches.Note(spec) is { } note)
                terminal.Say(note);
            using var coordinator = await Connection.Live(parsed, cancellation) ?? throw Nobody(parsed);
            var submitted = await new Submitting(shell, terminal, parsed.GetValue(yes), parsed.GetValue(same))
                .Submit(coordinator, grid, cancellation);
            var plan = PlanSummary.Of(sampled.Trials, RunPlanner.Runs(spec, sampled.Trials));
            if (terminal.Json)
                terminal.WriteJson(new SubmitDocument(
                    submitted.Sweep, submitted.Trials, plan.Runs, plan.EpochsPlanned, submitted.NewTrials, submitted.RemovedTrials,
                    submitted.OpenTrials, submitted.EpochsToTrain));
            else if (terminal.Quiet)
                terminal.Answer(submitted.Sweep);
            else
                Tell(
                    terminal, submitted, plan, await coordinator.Agents(cancellation), coordinator.ComesBack || Connection.IsNamed(parsed));
            return ExitCode.Done;
        });
        return command;
    }

    private static NoCoordinatorException Nobody(ParseResult parsed) => new(
        $"No coordinator is running for {Connection.HomeOf(parsed).Folder}, so nobody takes the sweep: start one with `sweep serve`, "
        + "name one with --coordinator, or train it here with `sweep run`.");

    /// <param name="stays">Whether the coordinator is there until somebody stops it.</param>
    private static void Tell(Terminal terminal, SubmitView submitted, PlanSummary plan, ImmutableArray<AgentView> agents, bool stays)
    {
        var sweep = submitted.Sweep;
        terminal.Answer(PlanCommand.Headline(sweep, plan));
        foreach (var line in SubmissionText.Of(submitted, ProgramVersion.Text))
            terminal.Answer(line);
        if (submitted.OpenTrials == 0)
        {
            terminal.Answer($"Next: `sweep best {sweep}`, or `sweep report {sweep}`.");
            return;
        }
        if (!agents.Any(agent => agent.State == AgentStatus.Online))
            terminal.Answer("No agent is here; training begins when one joins.");
        if (!stays)
            terminal.Answer($"The coordinator belongs to a `sweep run` and ends with it; `sweep resume {sweep}` goes on then.");
        terminal.Answer($"Next: `sweep watch {sweep}`, `sweep wait {sweep}`, or `sweep cancel {sweep}`.");
    }
}
