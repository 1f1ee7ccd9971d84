using System.CommandLine;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep resume</c>: train what was interrupted or cancelled, without its file.</summary>
internal static class ResumeCommand
{
    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Optional("everything that was interrupted");
        var options = new TrainingOptions();
        var command = new Command("resume", "Continue what was interrupted; with a name, also what was cancelled.") { sweep };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var name = parsed.GetValue(sweep);
            if (!Connection.IsNamed(parsed))
                Connection.ExistingHomeOf(parsed);
            return await new HomeSession(shell, terminal, parsed, () => Task.FromResult(options.Read(parsed)), async coordinator =>
            {
                var open = await Open(terminal, coordinator, name, cancellation);
                if (coordinator is HttpCoordinator)
                    return open;
                foreach (var opened in open)
                {
                    if (await OtherProgram(coordinator, opened, cancellation) is { } other)
                        terminal.Tell(other);
                    await EnsureDataset(await coordinator.Sweep(opened, cancellation), parsed.GetValue(GlobalOptions.Data),
                        terminal, cancellation);
                }
                return open;
            }).Train(cancellation);
        });
        return command;
    }

    private static async Task<string?> OtherProgram(ICoordinator coordinator, string sweep, CancellationToken cancellation) =>
        SubmissionText.OtherProgram(await coordinator.Preview((await coordinator.Ranking(sweep, cancellation)).Spec, cancellation),
            ProgramVersion.Text);

    private static async Task EnsureDataset(SweepView sweep, string? folder, Terminal terminal, CancellationToken cancellation)
    {
        if (sweep.Model == ModelSpec.NotebookCnn && !Watch.HasEnded(sweep))
            await DatasetFetch.Ensure(new(sweep.Dataset, null, null), folder, terminal, cancellation);
    }

    /// <returns>The sweeps that go on.</returns>
    private static async Task<IReadOnlyList<string>> Open(
        Terminal terminal, ICoordinator coordinator, string? name, CancellationToken cancellation)
    {
        if (name is not null)
        {
            var sweep = await coordinator.Sweep(name, cancellation);
            if (sweep.State == SweepStatus.Cancelled)
                await coordinator.Resume(name, cancellation);
            return [name];
        }
        var sweeps = (await coordinator.Status(cancellation)).Sweeps;
        var open = sweeps.Where(s => !Watch.HasEnded(s)).Select(s => s.Name).ToList();
        var cancelled = sweeps.Where(s => s.State == SweepStatus.Cancelled).Select(s => s.Name).ToList();
        if (open.Count == 0)
            terminal.Tell(cancelled.Count == 0 ? "Nothing was interrupted: no sweep of this home has anything left to train."
                : $"Nothing was interrupted; cancelled {(cancelled.Count == 1 ? "is" : "are")} {string.Join(", ", cancelled)}: "
                    + $"`sweep resume {cancelled[0]}` continues it.");
        return open;
    }
}
