using System.CommandLine;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli.Upkeep;

/// <summary>Who looks after a home: its live coordinator, or this process where it gets the home's lock.</summary>
internal static class HomeInUse
{
    /// <summary>Long enough for a question to be answered, or for a coordinator to come up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <param name="live">Where a coordinator holds the home.</param>
    /// <param name="alone">Where nobody does; the lock is held meanwhile.</param>
    /// <exception cref="NoCoordinatorException">Another process holds the home and does not answer.</exception>
    public static async Task<T> Or<T>(Shell shell, ParseResult parsed, Func<HttpCoordinator, Task<T>> live, Func<Home, HomeLock, Task<T>> alone, CancellationToken cancellation)
    {
        var began = shell.Clock.GetTimestamp();
        while (true)
        {
            using var coordinator = await Connection.Live(parsed, cancellation);
            if (coordinator is not null)
                return await live(coordinator);
            var home = Connection.ExistingHomeOf(parsed);
            using (var held = Taken(home, outOfPatience: shell.Clock.GetElapsedTime(began) > Patience))
            {
                if (held is not null)
                    return await alone(home, held);
            }
            await Task.Delay(BetweenTries, shell.Clock, cancellation);
        }
    }

    /// <returns>Null where another process holds the home.</returns>
    private static HomeLock? Taken(Home home, bool outOfPatience)
    {
        try
        {
            return HomeLock.Take(home);
        }
        catch (BadInputException busy) when (HomeLock.IsHeld(home))
        {
            return outOfPatience ? throw new NoCoordinatorException(busy.Message) : null;
        }
    }
}
