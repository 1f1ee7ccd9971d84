using System.CommandLine;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>Who answers questions about a home: its live coordinator, else the folder itself.</summary>
internal sealed class Answers(IQueries queries, IDisposable source) : IDisposable
{
    public IQueries Queries => queries;

    public static async Task<Answers> For(ParseResult parsed, CancellationToken cancellation)
    {
        if (await Connection.Live(parsed, cancellation) is { } live)
            return new(live, live);
        var home = Connection.ExistingHomeOf(parsed);
        try
        {
            var folder = HomeQueries.Open(home);
            return new(folder, folder);
        }
        catch (BadInputException busy)
        {
            throw new NoCoordinatorException($"{busy.Message}");
        }
    }

    public void Dispose() => source.Dispose();
}
