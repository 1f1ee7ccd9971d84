using System.CommandLine;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Cli;

/// <summary>Who looks after a home: its live coordinator, or this process where it gets the home's lock.</summary>
internal static class HomeInUse
{
    /// <summary>A coordinator that ends meanwhile is followed by the next one, or by this process.</summary>
    /// <param name="live">Where a coordinator holds the home.</param>
    /// <param name="take">
    /// How this process takes the home where none does: to read or to change it. Null where another process has it.
    /// </param>
    /// <param name="alone">What it then does.</param>
    /// <exception cref="NoCoordinatorException">Another process holds the home and does not answer.</exception>
    public static async Task<T> Or<T>(
        Shell shell, ParseResult parsed, Func<HttpCoordinator, Task<T>> live,
        Func<Home, HomeLock?> take, Func<Home, HomeLock, Task<T>> alone,
        CancellationToken cancellation)
    {
        HomeQueue? queue = null;
        while (true)
        {
            using var coordinator = await Connection.Live(parsed, cancellation);
            try
            {
                if (coordinator is not null)
                    return await live(coordinator);
            }
            catch (NoCoordinatorException gone) when (gone.MayComeBack && !Connection.IsNamed(parsed))
            {
                continue;
            }
            var home = Connection.ExistingHomeOf(parsed);
            using (var held = take(home))
            {
                if (held is not null)
                    return await alone(home, held);
            }
            if (!await (queue ??= new(home, shell.Clock, shell.TerminalFor(parsed).Say)).Wait(cancellation))
                throw new NoCoordinatorException(HomeQueue.Refusal(home));
        }
    }
}
