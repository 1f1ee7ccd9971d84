using System.CommandLine;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>
/// Sees sweeps to their end, whoever coordinates the home: its live coordinator, or this process. Where that coordinator goes, its return
/// is waited for, or this process takes its place; for the person it stays one session.
/// </summary>
/// <param name="local">What a session of this process is made of; what it needs is looked for before anything is begun.</param>
/// <param name="open">Submits or resumes; returns the sweeps to see to their end.</param>
internal sealed class HomeSession(
    Shell shell, Terminal terminal, ParseResult parsed, Func<Task<LocalSessionOptions>> local,
    Func<ICoordinator, Task<IReadOnlyList<string>>> open)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    private readonly FinishedTrials finished = new();
    private readonly bool named = Connection.IsNamed(parsed);
    private IReadOnlyList<string>? sweeps;

    /// <summary>Whether it was said that the coordinator has gone, and none has answered since.</summary>
    private bool gone;

    /// <returns>The exit code.</returns>
    public async Task<int> Train(CancellationToken cancellation)
    {
        HomeQueue? queue = null;
        var comesBack = named;
        while (true)
        {
            using (var live = await Connection.Live(parsed, cancellation))
            {
                if (live is not null)
                {
                    if (await Followed(live, cancellation) is { } code)
                        return code;
                    (comesBack, queue) = (live.ComesBack, null);
                }
            }
            if (comesBack)
            {
                await Task.Delay(BetweenTries, shell.Clock, cancellation);
                continue;
            }
            var home = Connection.HomeOf(parsed);
            try
            {
                if (HomeLock.TryTake(home) is { } held)
                    return await Trained(home, held);
            }
            catch (ReadOnlyHomeException only)
            {
                return await Asked(only, cancellation);
            }
            if (!await (queue ??= new(home, shell.Clock, terminal.Say)).Wait(cancellation))
                throw new NoCoordinatorException(HomeQueue.Refusal(home));
        }
    }

    /// <returns>Null where the coordinator has gone before the end.</returns>
    private async Task<int?> Followed(HttpCoordinator live, CancellationToken cancellation)
    {
        try
        {
            var sweeps = await Opened(live, cancellation);
            if (await new RemoteSession(shell, terminal, live, finished).Follow(sweeps) is { } interrupted)
                return interrupted;
            await using var answers = await HomeAnswers.For(shell, parsed, cancellation);
            return await SessionEnd.Winners(terminal, answers.Queries, sweeps, cancellation);
        }
        catch (NoCoordinatorException e) when (e.MayComeBack && (!named || sweeps is not null))
        {
            if (!gone)
                terminal.Say(live.ComesBack
                    ? "The coordinator has gone; this goes on when it is back."
                    : "The coordinator of this home has ended; this goes on in its place.");
            gone = true;
            return null;
        }
    }

    private async Task<int> Trained(Home home, HomeLock held)
    {
        using (held)
            return await new LocalSession(shell, terminal, await local(), finished)
                .Train(home, held, coordinator => Opened(coordinator, shell.Interruption.Asked));
    }

    /// <summary>Of a home that may only be read: what is complete is answered.</summary>
    private async Task<int> Asked(ReadOnlyHomeException only, CancellationToken cancellation)
    {
        await using var answers = await HomeAnswers.For(shell, parsed, cancellation);
        var sweeps = await Opened(new ReadOnlyHome(answers.Queries, only), cancellation);
        if ((await answers.Queries.Status(cancellation)).Sweeps.Any(sweep => sweeps.Contains(sweep.Name) && !Watch.HasEnded(sweep)))
            throw only;
        return await SessionEnd.Winners(terminal, answers.Queries, sweeps, cancellation);
    }

    /// <summary>What was opened once is not submitted again, so that nothing is undone that others did to it meanwhile.</summary>
    private async Task<IReadOnlyList<string>> Opened(ICoordinator coordinator, CancellationToken cancellation)
    {
        if (sweeps is { } opened)
        {
            var known = (await coordinator.Status(cancellation)).Sweeps.Select(sweep => sweep.Name).ToHashSet();
            gone = false;
            if (opened.All(known.Contains))
                return opened;
        }
        return sweeps = await open(coordinator);
    }
}
