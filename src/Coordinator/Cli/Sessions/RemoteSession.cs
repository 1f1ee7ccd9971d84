using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>Watches sweeps that a coordinator in another process trains. An interruption ends the watching, not the training.</summary>
/// <param name="finished">What was shown of them before.</param>
internal sealed class RemoteSession(Shell shell, Terminal terminal, IQueries coordinator, FinishedTrials finished)
{
    /// <returns>The exit code where it was interrupted; null where nothing is left to train.</returns>
    /// <exception cref="Http.NoCoordinatorException">The coordinator has gone.</exception>
    public async Task<int?> Follow(IReadOnlyCollection<string> sweeps)
    {
        if (sweeps.Count == 0)
            return null;
        var notices = new Notices(terminal.Say);
        var watch = new Watch(coordinator, sweeps, shell.Clock, finished);
        try
        {
            await Screens.Show(terminal, shell.Clock, notices, async screen =>
            {
                if ((await coordinator.Agents(shell.Interruption.Asked)).IsEmpty)
                    screen.Say("No agent has joined this coordinator yet; training begins when one does.");
                return await watch.ToTheEnd(screen, shell.Interruption.Asked);
            });
            return null;
        }
        catch (OperationCanceledException) when (shell.Interruption.Asked.IsCancellationRequested)
        {
            return await SessionEnd.Interrupted(
                terminal, coordinator, sweeps, "the coordinator goes on training, `sweep status` shows how far it is.");
        }
    }
}
