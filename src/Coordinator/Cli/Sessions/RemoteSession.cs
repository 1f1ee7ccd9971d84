using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>Watches sweeps that a coordinator in another process trains. An interruption ends the watching, not the training.</summary>
internal sealed class RemoteSession(Shell shell, Terminal terminal, IQueries coordinator)
{
    public async Task<int> Follow(IReadOnlyCollection<string> sweeps)
    {
        var notices = new Notices(terminal.Say);
        var watch = new Watch(coordinator, sweeps, shell.Clock);
        try
        {
            if (sweeps.Count > 0)
            {
                await Screens.Show(terminal, shell.Clock, notices, async screen =>
                {
                    if ((await coordinator.Agents(shell.Interruption.Asked)).IsEmpty)
                        screen.Say("No agent has joined this coordinator yet; training begins when one does.");
                    return await watch.ToTheEnd(screen, shell.Interruption.Asked);
                });
            }
            return await Epilogue.Winners(terminal, coordinator, sweeps, shell.Interruption.Asked);
        }
        catch (OperationCanceledException) when (shell.Interruption.Asked.IsCancellationRequested)
        {
            return await Epilogue.Interrupted(terminal, coordinator, sweeps, "the coordinator goes on training, `sweep status` shows how far it is.");
        }
    }
}
