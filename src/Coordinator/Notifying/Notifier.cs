using System.Threading.Channels;
using Serilog;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Notifying;

/// <summary>
/// Tells people what <see cref="News"/> finds, beside the coordinator: a command that hangs or an address that is away costs it nothing.
/// Each notice is told at most once: what was due when the process died, or could not be delivered, is in the log and in the journal.
/// </summary>
internal sealed class Notifier : IJournalListener, IAsyncDisposable
{
    /// <summary>More that wait at once are a flood that nobody reads.</summary>
    private const int MostWaiting = 256;

    /// <summary>A delivery that is ended for taking too long says so itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly NotifySpec? own;
    private readonly bool ofSweeps;
    private readonly bool comesBack;
    private readonly IDelivery delivery;
    private readonly ILogger log;
    private readonly Channel<(Notice Notice, NotifySpec To)> waiting;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task telling;

    /// <param name="own">Of the coordinator; null where it has none.</param>
    /// <param name="ofSweeps">Whether sweep files may have some of their own.</param>
    /// <param name="comesBack">See <see cref="News"/>.</param>
    public Notifier(NotifySpec? own, bool ofSweeps, bool comesBack, IDelivery delivery, ILogger log)
    {
        (this.own, this.ofSweeps, this.comesBack) = (own, ofSweeps, comesBack);
        (this.delivery, this.log) = (delivery, log.ForContext<Notifier>());
        waiting = Channel.CreateBounded<(Notice, NotifySpec)>(new BoundedChannelOptions(MostWaiting)
        {
            FullMode = BoundedChannelFullMode.DropWrite,
            SingleReader = true,
        }, dropped => this.log.Warning("Too many notices wait; {Event} is not told: {Text:l}", dropped.Item1.Event, dropped.Item1.Text));
        telling = Task.Run(Tell);
    }

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        foreach (var notice in News.Of(entries, state, comesBack))
            foreach (var to in ToWhom(notice, state).Distinct())
                waiting.Writer.TryWrite((notice, to));
    }

    /// <summary>What is due is told, for as long as <see cref="IDelivery.Longest"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        stopping.CancelAfter(delivery.Longest + Grace);
        await telling;
        stopping.Dispose();
    }

    /// <summary>The coordinator's, and those of the sweep; of what is about no sweep, those of the sweeps that are not done.</summary>
    private IEnumerable<NotifySpec> ToWhom(Notice notice, CoordinatorState state)
    {
        if (own is not null)
            yield return own;
        if (!ofSweeps)
            yield break;
        var sweeps = notice.Sweep is { } name ? [state.Sweep(name)!] : News.Open(state);
        foreach (var sweep in sweeps)
        {
            if (sweep.Spec.Notify is { } theirs)
                yield return theirs;
        }
    }

    private async Task Tell()
    {
        await foreach (var (notice, to) in waiting.Reader.ReadAllAsync())
        {
            try
            {
                foreach (var problem in await delivery.Deliver(notice, to, stopping.Token))
                    log.Warning("The notice {Event} could not be told: {Problem:l}", notice.Event, problem);
            }
            catch (OperationCanceledException)
            {
                log.Warning("The notice {Event} was not told, because the coordinator stopped before", notice.Event);
            }
            catch (Exception e)
            {
                log.Error(e, "The notice {Event} could not be told", notice.Event);
            }
        }
    }
}
