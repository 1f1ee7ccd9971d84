using System.CommandLine;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Reporting;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>Who answers questions about a home: its live coordinator, else the folder itself.</summary>
internal sealed class Answers : IAsyncDisposable
{
    /// <summary>Long enough for another question to be answered, or for a coordinator to come up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly Func<ValueTask> _end;

    private Answers(IQueries queries, Func<ValueTask> end) => (Queries, _end) = (queries, end);

    public IQueries Queries { get; }

    /// <exception cref="NoCoordinatorException">The named coordinator does not answer, or another process holds the folder and does not either.</exception>
    public static async Task<Answers> For(Shell shell, ParseResult parsed, CancellationToken cancellation)
    {
        var began = shell.Clock.GetTimestamp();
        while (true)
        {
            if (await Connection.Live(parsed, cancellation) is { } live)
                return new(live, () => { live.Dispose(); return ValueTask.CompletedTask; });
            var home = Connection.ExistingHomeOf(parsed);
            try
            {
                return await FromFolder(home, shell.TerminalFor(parsed));
            }
            catch (BadInputException busy) when (HomeLock.IsHeld(home))
            {
                if (shell.Clock.GetElapsedTime(began) > Patience)
                    throw new NoCoordinatorException(busy.Message);
                await Task.Delay(BetweenTries, shell.Clock, cancellation);
            }
        }
    }

    /// <summary>Everything about the sweep named, or about the one submitted last.</summary>
    public static async Task<SweepRecord> Record(Shell shell, ParseResult parsed, string? sweep, CancellationToken cancellation)
    {
        await using var answers = await For(shell, parsed, cancellation);
        return await answers.Queries.Record(sweep, cancellation);
    }

    /// <summary>What submitting the spec would come to; null where there is no home to ask.</summary>
    public static async Task<SubmitView?> Preview(Shell shell, ParseResult parsed, SweepSpec spec, CancellationToken cancellation)
    {
        if (parsed.GetValue(ConnectionOptions.Coordinator) is null && !Directory.Exists(Connection.HomeOf(parsed).JournalFolder))
            return null;
        await using var answers = await For(shell, parsed, cancellation);
        return await answers.Queries.Preview(spec, cancellation);
    }

    public ValueTask DisposeAsync() => _end();

    private static async Task<Answers> FromFolder(Home home, Terminal terminal)
    {
        Logger? log = null;
        try
        {
            log = ProgramLog.Open(home, terminal.Say);
            var folder = await HomeQueries.Open(home, log);
            return new(folder, async () => { await folder.DisposeAsync(); await log.DisposeAsync(); });
        }
        catch
        {
            log?.Dispose();
            throw;
        }
    }
}
