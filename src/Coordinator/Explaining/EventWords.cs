using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Explaining;

/// <summary>What an entry of the journal says, in an operator's words.</summary>
internal static class EventWords
{
    private static readonly FrozenDictionary<Type, string> Kinds = typeof(JournalEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(kind => kind.DerivedType, kind => (string)kind.TypeDiscriminator!);

    /// <param name="state">Of the entry or of any later moment: who and where a lease was never changes.</param>
    public static EventView Of(JournalEntry entry, CoordinatorState state)
    {
        var e = entry.Event;
        var about = EventSubject.Of(e, state);
        return new(
            entry.Sequence, e.At, Kinds[e.GetType()], Text(e, about, state), about.Sweep, about.Run?.Value, about.Lease?.Number,
            about.Agent, about.Slot);
    }

    private static string Text(JournalEvent e, EventSubject about, CoordinatorState state) => e switch
    {
        CoordinatorStarted started => $"The coordinator started (sweep {started.Program}).",
        SweepSubmitted submitted => Submitted(submitted, state),
        SweepCancelled cancelled => $"Sweep {cancelled.Sweep} was cancelled{By(cancelled)}; what is recorded stays.",
        SweepResumed resumed => $"Sweep {resumed.Sweep} goes on{OrderedBy(resumed)}.",
        RunsRetried retried => $"Sweep {retried.Sweep}: {Counted.Of(retried.Runs.Length, "failed run")} "
            + $"got a fresh set of attempts{OrderedBy(retried)}.",
        AgentRegistered registered => $"Agent {registered.Agent} registered from {registered.Host} with "
            + $"{Counted.Of(registered.Slots.Length, "slot")} (sweep {registered.Program}).",
        AgentQuarantined quarantined => $"Agent {quarantined.Agent} was put into quarantine: {Phrases.Quoted(quarantined.Reason)}.",
        AgentReadmitted readmitted => $"Agent {readmitted.Agent} is trusted again.",
        AgentCapacityLowered lowered => $"Agent {lowered.Agent} ran out of memory and trains at most {lowered.Slots} side by side.",
        AgentPaused paused => $"Agent {paused.Agent} was paused by {paused.By ?? "a person"}{Because(paused.Reason)}: "
            + "it gets no more runs.",
        AgentDrained drained => $"Agent {drained.Agent} was drained by {drained.By ?? "a person"}{Because(drained.Reason)}: "
            + "its runs end at their epochs' ends.",
        AgentResumed resumed => $"Agent {resumed.Agent} gets runs again{OrderedBy(resumed)}.",
        AgentRemoved removed => $"Agent {removed.Agent} was removed by {removed.By}: its certificate opens nothing any more.",
        LeaseGranted granted => FormattableString.Invariant(
            $"Run {granted.Run} of {granted.Sweep} was given to slot {granted.Slot} of agent {granted.Agent}: attempt {granted.Attempt}, ")
            + $"epochs {granted.FromEpoch + 1} to {granted.ToEpoch}{(granted.Second ? ", beside the attempt that goes on" : "")}.",
        LeaseStarted started => $"Run {started.Run} began on {about.Place}: {started.Provenance.DeviceModel}.",
        EpochRecorded recorded when recorded.Metrics.Diverged =>
            $"Run {recorded.Run} diverged in epoch {recorded.Metrics.Epoch} on {about.Place}.",
        EpochRecorded recorded => $"Run {recorded.Run} finished epoch {recorded.Metrics.Epoch} on {about.Place}: "
            + $"{Objective(recorded, state)}{Durations.Of(recorded.Metrics.Seconds)}.",
        LeaseEnded ended =>
            $"{(about.Attempt is { } attempt ? $"Attempt {attempt}" : "An attempt")} at run {ended.Run} on {about.Place} ended: "
            + Phrases.Of(ended.Outcome) + (ended.Detail.Length == 0 ? "." : $" ({Phrases.Quoted(ended.Detail)})."),
        RunFailed failed =>
            $"Run {failed.Run}{(about.Sweep is { } sweep ? $" of {sweep}" : "")} was given up: {Phrases.Quoted(failed.Cause)}.",
        EntrySteppedOver => "An entry that no program could follow was stepped over by a person's order.",
        _ => throw new InvalidOperationException($"{e.GetType().Name} has no words."),
    };

    /// <summary>The sweep's objective; of the built-in network always its accuracy.</summary>
    private static string Objective(EpochRecorded recorded, CoordinatorState state)
    {
        var metric = state.Run(recorded.Run)?.Sweep.Spec is { Program: not null } spec ? spec.Objective.Metric : MetricNames.ValAccuracy;
        return recorded.Metrics.Values.Find(metric) is { } value ? $"{metric} {Numbers.Measure(value)}, " : "";
    }

    private static string Because(string? reason) => reason is null ? "" : $" ({Phrases.Quoted(reason)})";

    private static string By(OrderedEvent e) => e.By is null ? "" : $" by {e.By}";

    private static string OrderedBy(OrderedEvent e) => e.By is null ? "" : $", as {e.By} ordered";

    private static string Submitted(SweepSubmitted submitted, CoordinatorState state)
    {
        var name = submitted.Spec?.Name;
        return state.Sweep(name) is not { } sweep ? "A sweep was submitted that cannot be followed; it counts for nothing."
            : sweep.SubmittedAt == submitted.At ? $"Sweep {name} was submitted{By(submitted)}: "
                + $"{Counted.Of(sweep.Trials.Count, "trial")} in {Counted.Of(sweep.Runs.Count, "run")}."
            : $"Sweep {name} was submitted{By(submitted)}; another file has followed since.";
    }
}
