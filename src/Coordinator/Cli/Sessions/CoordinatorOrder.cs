using System.CommandLine;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>
/// One order to the coordinator of a home. Where none is live, one is started for as long as the order takes: an order is a decision in
/// the journal, and only a coordinator writes there.
/// </summary>
internal static class CoordinatorOrder
{
    public static Task<T> Give<T>(Shell shell, ParseResult parsed, Func<ICoordinator, Task<T>> order, CancellationToken cancellation) =>
        HomeInUse.Or(shell, parsed, order, HomeLock.TryTake, async (home, held) =>
        {
            await using var log = ProgramLog.Open(home, shell.TerminalFor(parsed).Say);
            await using var host = await CoordinatorHost.Start(new(home) { HttpPort = 0 }, held, log, cancellation);
            return await order(host.Coordinator);
        }, cancellation);
}
