using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Running;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using SweepPlan = Sweep.Coordinator.Scheduling.SweepPlan;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep run</c>: train a grid to its end and print the winner. The same command again continues.</summary>
internal static class RunCommand
{
    public static Command Create(Shell shell)
    {
        var options = new TrainingOptions();
        var command = new Command("run", "Train a grid, given by a sweep file or by options, and print the winning configuration.");
        var yes = new Option<bool>("--yes") { Description = "Take trials that have results out of the grid without asking." };
        GridOptions.AddTo(command);
        options.AddTo(command);
        command.Options.Add(yes);
        var same = GridOptions.SameCodeIsFine();
        command.Options.Add(same);
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            using var grid = GridOptions.Read(parsed);
            var spec = grid.Spec;
            var submitting = new Submitting(shell, terminal, parsed.GetValue(yes), parsed.GetValue(same));
            if (Sampling.Trials(spec).Merged is > 0 and var merged)
                terminal.Say($"{Counted.Of(merged, "trial")} equal to others {(merged == 1 ? "was" : "were")} merged.");
            if (FullBatches.Note(spec) is { } note)
                terminal.Say(note);
            return await new HomeSession(shell, terminal, parsed, Local,
                coordinator => Submit(submitting, terminal, coordinator, grid, cancellation)).Train(cancellation);

            async Task<LocalSessionOptions> Local()
            {
                var session = options.Read(parsed);
                if (session.Agent is null)
                    return session;
                await DatasetFetch.Check(spec, parsed.GetValue(GlobalOptions.Data), terminal, cancellation);
                return session with { Agent = session.Agent with { Expected = new(spec.Model.Name, SweepPlan.Of(spec).Runs.Length) } };
            }
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> Submit(
        Submitting submitting, Terminal terminal, ICoordinator coordinator, Grid grid, CancellationToken cancellation)
    {
        var submitted = await submitting.Submit(coordinator, grid, cancellation);
        foreach (var line in SubmissionText.Of(submitted, ProgramVersion.Text))
            terminal.Tell(line);
        return [submitted.Sweep];
    }
}
