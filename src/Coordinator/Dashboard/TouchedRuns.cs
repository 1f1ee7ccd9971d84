using System.Collections.Immutable;
using Sweep.Coordinator.Journal;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Dashboard;

/// <summary>What entries of the journal are about, as far as a table of trials or a curve shows it.</summary>
/// <param name="Runs">Whose trials may stand otherwise than before.</param>
/// <param name="Anew">Sweeps of which so much may have changed that they are better read anew, by name.</param>
/// <param name="Epochs">That were recorded, by run, in their order.</param>
internal sealed record TouchedRuns(
    IReadOnlySet<RunId> Runs, IReadOnlySet<string> Anew, IReadOnlyDictionary<RunId, ImmutableArray<EpochMetrics>> Epochs)
{
    public bool None => Runs.Count == 0 && Anew.Count == 0;

    public static TouchedRuns Of(IEnumerable<JournalEntry> entries)
    {
        var (runs, anew) = (new HashSet<RunId>(), new HashSet<string>());
        var epochs = new Dictionary<RunId, ImmutableArray<EpochMetrics>.Builder>();
        foreach (var entry in entries)
        {
            runs.UnionWith(RunsOf(entry.Event));
            if (SweepOf(entry.Event) is { } sweep)
                anew.Add(sweep);
            if (entry.Event is not EpochRecorded recorded)
                continue;
            if (!epochs.TryGetValue(recorded.Run, out var curve))
                epochs[recorded.Run] = curve = ImmutableArray.CreateBuilder<EpochMetrics>();
            curve.Add(recorded.Metrics);
        }
        return new(runs, anew, epochs.ToDictionary(run => run.Key, run => run.Value.ToImmutable()));
    }

    private static ImmutableArray<RunId> RunsOf(JournalEvent e) => e switch
    {
        RunsRetried retried => retried.Runs,
        LeaseGranted granted => [granted.Run],
        LeaseStarted started => [started.Run],
        EpochRecorded recorded => [recorded.Run],
        LeaseEnded ended => [ended.Run],
        RunFailed failed => [failed.Run],
        _ => [],
    };

    /// <summary>The sweep all of whose trials the event is about; null where it is about none or some.</summary>
    private static string? SweepOf(JournalEvent e) => e switch
    {
        SweepSubmitted submitted => submitted.Spec?.Name,
        SweepCancelled cancelled => cancelled.Sweep,
        SweepResumed resumed => resumed.Sweep,
        _ => null,
    };
}
