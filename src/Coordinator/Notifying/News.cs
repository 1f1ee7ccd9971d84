using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Notifying;

/// <summary>
/// What of the journal is worth a notice: a sweep is done, its first run is given up, an agent is quarantined, the coordinator is back.
/// </summary>
internal static class News
{
    public const string Done = "done";
    public const string Failed = "failed";
    public const string Quarantined = "quarantined";
    public const string Restarted = "restarted";

    /// <param name="entries">What became durable at once.</param>
    /// <param name="state">After all of them.</param>
    /// <param name="comesBack">Whether the coordinator is one that is restarted, and not one for a while.</param>
    public static IEnumerable<Notice> Of(IReadOnlyList<JournalEntry> entries, CoordinatorState state, bool comesBack) =>
    [
        .. entries.Where(entry => comesBack && entry is { Event: CoordinatorStarted, Sequence: > 1 } && Open(state).Count > 0)
            .Select(entry => Of(
                Restarted, entry, $"The coordinator has started again; left to train: {Phrases.Listed(Named(state))}.", null, null)),
        .. entries.Where(entry => entry.Event is AgentQuarantined)
            .Select(entry => Of(
                Quarantined, entry, EventWords.Of(entry, state).Text, null, ((AgentQuarantined)entry.Event).Agent)),
        .. FirstFailures(entries, state),
        .. Ends(entries, state),
    ];

    private static IEnumerable<Notice> FirstFailures(IReadOnlyList<JournalEntry> entries, CoordinatorState state) =>
        from entry in entries
        where entry.Event is RunFailed
        let sweep = state.Run(((RunFailed)entry.Event).Run)?.Sweep
        where sweep is not null
        group entry by sweep into failed
        // Of all that are given up, each is in these entries: the first of them is the first of the sweep.
        where failed.Key.AllRuns.Count(run => run.FailedCause is not null) == failed.Count()
        select Of(
            Failed, failed.First(), $"The first run of sweep {failed.Key.Name} failed. {EventWords.Of(failed.First(), state).Text}",
            failed.Key.Name, null);

    private static IEnumerable<Notice> Ends(IReadOnlyList<JournalEntry> entries, CoordinatorState state) =>
        from entry in entries
        let run = entry.Event switch
        {
            EpochRecorded recorded => state.Run(recorded.Run),
            RunFailed failed => state.Run(failed.Run),
            _ => null,
        }
        where run is { Open: false, Sweep.Cancelled: false } && state.IsFinished(run.Sweep)
        group entry by run.Sweep into ended
        select Of(
            Done, ended.Last(),
            SweepStory.Of(ended.Key, state, new(ended.Last().Event.At, Live: true, Draining: false, _ => true)).Why, ended.Key.Name, null);

    /// <summary>Sweeps that have something left to train.</summary>
    public static List<SweepState> Open(CoordinatorState state) =>
        [.. state.Sweeps.Where(sweep => !sweep.Cancelled && !state.IsFinished(sweep))];

    private static List<string> Named(CoordinatorState state) => [.. Open(state).Select(sweep => sweep.Name)];

    private static Notice Of(string what, JournalEntry entry, string text, string? sweep, string? agent) =>
        new(what, text, sweep, agent, entry.Event.At, entry.Sequence);
}
