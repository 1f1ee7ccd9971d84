using System.CommandLine;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary>Who answers questions about a home: its live coordinator, else the folder itself.</summary>
internal sealed class HomeAnswers : IAsyncDisposable
{
    private readonly Func<ValueTask> end;

    private HomeAnswers(IQueries queries, Func<ValueTask> end) => (Queries, this.end) = (queries, end);

    public IQueries Queries { get; }

    /// <summary>Where a coordinator ends between two questions, the rest is answered by the next one, or by the folder.</summary>
    /// <exception cref="NoCoordinatorException">
    /// The named coordinator does not answer, or another process holds the folder and does not either.
    /// </exception>
    public static async Task<HomeAnswers> For(Shell shell, ParseResult parsed, CancellationToken cancellation)
    {
        var found = await Find(shell, parsed, cancellation);
        if (Connection.IsNamed(parsed))
            return found;
        var patient = new PatientQueries(found, token => Find(shell, parsed, token));
        return new(patient, patient.DisposeAsync);
    }

    /// <summary>
    /// As <see cref="For"/>, in a command that does nothing but ask: what this process would need for others than the coordinator of its
    /// home is not made ready.
    /// </summary>
    public static Task<HomeAnswers> ForNothingElse(Shell shell, ParseResult parsed, CancellationToken cancellation)
    {
        MachineAuthorities.DoWithout();
        return For(shell, parsed, cancellation);
    }

    private static async Task<HomeAnswers> Find(Shell shell, ParseResult parsed, CancellationToken cancellation)
    {
        HomeQueue? queue = null;
        while (true)
        {
            if (await Connection.Live(parsed, cancellation) is { } live)
                return new(live, () => { live.Dispose(); return ValueTask.CompletedTask; });
            var home = Connection.ExistingHomeOf(parsed);
            var say = shell.TerminalFor(parsed).Say;
            using (var shared = HomeLock.TryShare(home))
            {
                if (shared is not null)
                    return await FromFolder(home, shared, say);
            }
            if (!await (queue ??= new(home, shell.Clock, say)).Wait(cancellation))
                throw new NoCoordinatorException(HomeQueue.Refusal(home));
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
        if (!Connection.IsNamed(parsed) && !Directory.Exists(Connection.HomeOf(parsed).JournalFolder))
            return null;
        await using var answers = await For(shell, parsed, cancellation);
        return await answers.Queries.Preview(spec, cancellation);
    }

    public ValueTask DisposeAsync() => end();

    private static async Task<HomeAnswers> FromFolder(Home home, HomeLock shared, Action<string> say)
    {
        var log = ProgramLog.OfQuestion(say);
        try
        {
            if (DigestQueries.Open(home, shared, log) is { } quick)
                return new(quick, async () => { await quick.DisposeAsync(); await log.DisposeAsync(); });
            var folder = await HomeQueries.Open(home, shared, log);
            return new(folder, async () => { await folder.DisposeAsync(); await log.DisposeAsync(); });
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }
}
