using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Serilog;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Dashboard;

/// <summary>
/// Tells every open page what changed: once in a while, the same bytes to all. It looks at the journal, which goes on whether anybody
/// listens or not, so a page keeps nobody waiting; while no page is open it does nothing.
/// </summary>
internal sealed class ChangeHub : IAsyncDisposable
{
    /// <summary>How often pages are told, where that is little work.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Rest after work, in times of what the work took: the share of a core that pages get is bounded by it.</summary>
    private const int RestPerWork = 20;

    /// <summary>
    /// What is sent is encrypted and copied after the work here is done: as bytes that a second of a core takes, measured on a busy machine
    /// (tests/Benchmarks, dashboard).
    /// </summary>
    private const double BytesPerSecond = 100e6;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SilenceMayLast = TimeSpan.FromSeconds(15);

    /// <summary>Pages that may be open at once.</summary>
    public const int MostPages = 100;

    /// <summary>A page that has missed more entries reads everything anew.</summary>
    public const int MostEntries = 10_000;

    /// <summary>What the pages that have begun know.</summary>
    /// <param name="Still">
    /// The status without the time, to tell whether it has changed; empty while anything trains, for then it has.
    /// </param>
    private sealed record Told(long Sequence, Formed Status, byte[] Still);

    private readonly IDashboardSource source;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Channel<OpenPage> newcomers = Channel.CreateUnbounded<OpenPage>();
    private readonly Lock gate = new();
    private readonly HashSet<OpenPage> pages = [];
    private readonly Task work;
    private Told? latest;
    private long toldAt;
    private long sent;
    private bool ended;

    public ChangeHub(IDashboardSource source, TimeProvider clock, ILogger log)
    {
        (this.source, this.clock, this.log) = (source, clock, log.ForContext<ChangeHub>());
        work = Task.Run(Work);
    }

    /// <summary>Null where there are too many pages already, or none is served any more.</summary>
    /// <param name="since">As <see cref="OpenPage.Since"/>.</param>
    /// <param name="form">As in <see cref="OpenPage"/>.</param>
    /// <param name="opens">As in <see cref="OpenPage"/>.</param>
    /// <param name="letGo">As in <see cref="OpenPage"/>.</param>
    public OpenPage? Open(long? since, StreamForm form, Func<bool> opens, Action letGo)
    {
        var page = new OpenPage(since, form, opens, letGo);
        lock (gate)
        {
            if (ended || pages.Count >= MostPages)
                return null;
            pages.Add(page);
        }
        newcomers.Writer.TryWrite(page);
        return page;
    }

    /// <summary>When this returns, the page is told nothing more, and is not let go.</summary>
    public void Close(OpenPage page)
    {
        lock (gate)
            pages.Remove(page);
    }

    /// <summary>Every stream has come to its end when this returns, or is about to.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await work;
        stopping.Dispose();
    }

    private async Task Work()
    {
        try
        {
            while (await newcomers.Reader.WaitToReadAsync(stopping.Token))
            {
                await TellWhileSomebodyListens();
                latest = null;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nobody is told anything more.
        }
        finally
        {
            lock (gate)
            {
                ended = true;
                foreach (var page in pages)
                    page.End();
            }
        }
    }

    private async Task TellWhileSomebodyListens()
    {
        do
        {
            var began = clock.GetTimestamp();
            sent = 0;
            try
            {
                await TellChanges();
                await Greet();
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.Warning(e, "Open pages of the dashboard could not be told what changed; they are told later");
            }
            await Rest(clock.GetElapsedTime(began) + TimeSpan.FromSeconds(sent / BytesPerSecond));
        }
        while (SomebodyListens);
    }

    private bool SomebodyListens
    {
        get
        {
            lock (gate)
                return pages.Count > 0;
        }
    }

    /// <summary>Whoever comes meanwhile is told at once what the others know.</summary>
    private async Task Rest(TimeSpan worked)
    {
        var longer = worked * RestPerWork > LongestRest ? LongestRest : worked * RestPerWork;
        using var rested = new CancellationTokenSource(longer > Interval ? longer : Interval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(rested.Token, stopping.Token);
        try
        {
            while (await newcomers.Reader.WaitToReadAsync(either.Token) && latest is not null)
                await Greet();
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Time to look again.
        }
    }

    /// <summary>Tells all that have begun what changed since they were told last.</summary>
    private async Task TellChanges()
    {
        EndWhoIsNotLetInAnyMore();
        var before = latest;
        var upto = source.LastEntry;
        var status = await source.Status(stopping.Token);
        var told = new Told(upto, new(form => Bytes(In(form, status))), status.Running.IsEmpty ? Bytes(status with { At = default }) : []);
        if (before is not null)
        {
            var entries = source.EntriesAfter(before.Sequence, MostEntries);
            if (upto > before.Sequence || status.Running.Length > 0 || !told.Still.AsSpan().SequenceEqual(before.Still))
                Broadcast(await Changes(entries is null ? null : Upto(entries, upto), told));
            else if (clock.GetElapsedTime(toldAt) >= SilenceMayLast)
                Broadcast(new(_ => ChangeMessage.Heartbeat));
        }
        latest = told;
    }

    /// <summary>Tells those who have just come what they miss.</summary>
    private async Task Greet()
    {
        if (latest is not { } told)
            return;
        var come = new List<OpenPage>();
        while (newcomers.Reader.TryRead(out var page))
            come.Add(page);
        var oldest = come.Select(page => page.Since ?? told.Sequence).Where(since => told.Sequence - since <= MostEntries)
            .DefaultIfEmpty(told.Sequence).Min();
        var entries = oldest < told.Sequence ? source.EntriesAfter(oldest, MostEntries) : [];
        foreach (var alike in come.GroupBy(page => page.Since))
        {
            var since = alike.Key ?? told.Sequence;
            var missed = since > told.Sequence || since < oldest || entries is null
                ? null
                : Upto(entries, told.Sequence).Where(entry => entry.Sequence > since);
            var message = await Changes(missed, told);
            lock (gate)
            {
                foreach (var page in alike.Where(pages.Contains))
                {
                    page.Tell(ChangeMessage.Beginning);
                    page.Tell(message.In(page.Form));
                    page.Begun = true;
                }
            }
        }
    }

    /// <param name="entries">Null where they are not to be had.</param>
    private async Task<Formed> Changes(IEnumerable<JournalEntry>? entries, Told told)
    {
        if (entries is null)
            return new(form => ChangeMessage.Reset(told.Sequence, told.Status.In(form).Span));
        var touched = TouchedRuns.Of(entries);
        var sweeps = touched.None ? [] : (await Deltas(touched)).ToList();
        return new(form => ChangeMessage.Of(told.Sequence, told.Status.In(form).Span, sweeps));
    }

    private static StatusView In(StreamForm form, StatusView status) =>
        form is StreamForm.Whole ? status : status with { Running = [] };

    private async Task<IEnumerable<SweepDelta>> Deltas(TouchedRuns touched)
    {
        var (changed, specs) = await source.Database.Ask(opened =>
        {
            var changed = opened.Trials.OfRuns(touched.Runs);
            return (changed, changed.Select(sweep => sweep.Key).Union(touched.Anew).Select(name => opened.Find(name))
                .OfType<StoredSweep>().ToImmutableDictionary(sweep => sweep.Spec.Name, sweep => sweep.Spec));
        });
        return SweepDelta.Of(touched, changed, specs);
    }

    private void EndWhoIsNotLetInAnyMore()
    {
        lock (gate)
        {
            foreach (var page in pages)
                page.EndUnlessLetIn();
        }
    }

    private void Broadcast(Formed message)
    {
        toldAt = clock.GetTimestamp();
        lock (gate)
        {
            foreach (var page in pages.Where(page => page.Begun))
            {
                var said = message.In(page.Form);
                page.Tell(said);
                sent += said.Length;
            }
        }
    }

    /// <summary>What the journal got meanwhile is told the next time.</summary>
    private static IEnumerable<JournalEntry> Upto(IEnumerable<JournalEntry> entries, long last) =>
        entries.TakeWhile(entry => entry.Sequence <= last);

    private static byte[] Bytes(StatusView status) => JsonSerializer.SerializeToUtf8Bytes(status, StrictJson.Options);
}
