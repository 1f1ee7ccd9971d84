using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>What a session on this machine is made of.</summary>
/// <param name="Agent">
/// What a local agent is started with, where there is anything to train; null leaves training to agents that join by themselves.
/// </param>
/// <param name="Dashboard">Whether a link to the coordinator's page is printed.</param>
internal sealed record LocalSessionOptions(int? Port, LocalAgentOrder? Agent, bool Dashboard = false);

/// <summary>
/// A coordinator in this process and one local agent beside it, for as long as sweeps have open trials. The first interruption lets
/// every run finish its epoch, the second stops at once; either way the journal holds all that was recorded.
/// </summary>
/// <param name="finished">What was shown of the sweeps before.</param>
internal sealed class LocalSession(Shell shell, Terminal terminal, LocalSessionOptions options, FinishedTrials finished)
{
    private readonly Notices notices = new(terminal.Say);

    /// <param name="held">The lock of <paramref name="home"/>.</param>
    /// <param name="open">Submits or resumes; returns the sweeps to watch and whether any of them has open trials.</param>
    public async Task<int> Train(Home home, HomeLock held, Func<ICoordinator, Task<IReadOnlyList<string>>> open)
    {
        using var log = ProgramLog.Open(home, notices.Say);
        // What a coordinator that was killed has left behind would lead the agent astray.
        CoordinatorFile.Remove(home);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(shell.Interruption.Insisted);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Beside the coordinator, which takes as long to start as the agent.
        var keeping = options.Agent is { } agent
            ? Task.Run(() => new AgentKeeper(agent, up.Task, notices.Say, shell.Clock).Keep(stop.Token, shell.Interruption.Insisted))
            : Task.Delay(Timeout.Infinite, stop.Token);
        CoordinatorHost? host = null;
        try
        {
            // Any port but one that a coordinator of serve was known by and may come back to.
            host = await CoordinatorHost.Start(
                new(home) { ClusterPort = options.Port ?? 0, HttpPort = 0, SweepsMayNotify = true }, held, log, shell.Interruption.Asked);
            return await Train(host, open, up, keeping);
        }
        finally
        {
            await stop.CancelAsync();
            var ending = host?.Stop(ownAgents: options.Agent is null ? 0 : 1) ?? Task.CompletedTask;
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ending;
        }
    }

    /// <param name="up">To be completed when there is anything to train.</param>
    /// <param name="keeping">The local agent's life.</param>
    private async Task<int> Train(
        CoordinatorHost host, Func<ICoordinator, Task<IReadOnlyList<string>>> open, TaskCompletionSource up, Task keeping)
    {
        if (options.Dashboard)
            terminal.Tell($"Dashboard, for {Durations.InWords(LoginBook.CodesLast)} and once: {host.NewDashboardLink()}");
        var sweeps = await open(host.Coordinator);
        var left = (await host.Coordinator.Status(shell.Interruption.Asked)).Sweeps
            .Where(s => sweeps.Contains(s.Name) && !Watch.HasEnded(s)).ToList();
        if (left.Count > 0)
            up.SetResult();
        if (left.Count > 0 && !await TrainedToTheEnd(host, [.. left.Select(s => s.Name)], keeping))
            return await SessionEnd.Interrupted(terminal, host.Coordinator, sweeps, "the same command, or `sweep resume`, continues.");
        return await SessionEnd.Winners(terminal, host.Coordinator, sweeps, CancellationToken.None);
    }

    /// <returns>False where it was interrupted.</returns>
    private Task<bool> TrainedToTheEnd(CoordinatorHost host, IReadOnlyCollection<string> sweeps, Task keeping)
    {
        var failing = Task.WhenAny(keeping, CoordinatorFailed(host)).Unwrap();
        var watch = new Watch(host.Coordinator, sweeps, shell.Clock, finished) { Ends = host.SweepEnds };
        return Screens.Show(terminal, shell.Clock, notices, screen => Shown(screen, host, watch, failing));
    }

    private async Task<bool> Shown(IProgressScreen screen, CoordinatorHost host, Watch watch, Task failing)
    {
        try
        {
            await UnlessFailing(failing, token => watch.ToTheEnd(screen, token), shell.Interruption.Asked);
            return true;
        }
        catch (OperationCanceledException) when (shell.Interruption.Asked.IsCancellationRequested)
        {
            screen.Say("Finishing the epochs in training, then stopping; interrupt again to stop at once.");
        }
        try
        {
            await UnlessFailing(failing, token => Task.WhenAll(host.Drain(token), watch.UntilIdle(screen, token)),
                shell.Interruption.Insisted);
        }
        catch (OperationCanceledException) when (shell.Interruption.Insisted.IsCancellationRequested)
        {
            screen.Say("Stopping at once; what the epochs in training have not finished will be trained again.");
        }
        return false;
    }

    private static async Task CoordinatorFailed(CoordinatorHost host)
    {
        await host.Ended;
        throw host.WhyEnded;
    }

    /// <summary>Waits for the work, unless the agent is given up or the coordinator ends before: then that is what is thrown.</summary>
    private static async Task UnlessFailing(Task failing, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var working = work(either.Token);
        if (await Task.WhenAny(working, failing) == failing && failing.IsFaulted)
        {
            await either.CancelAsync();
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await failing;
        }
        await working;
    }
}
