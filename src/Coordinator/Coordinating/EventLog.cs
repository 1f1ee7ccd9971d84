using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Coordinating;

/// <summary>Tells the log what has become a fact: Information is what an operator would tell a colleague.</summary>
internal static class EventLog
{
    public static void Write(ILogger log, JournalEvent e, CoordinatorState state)
    {
        if (!log.IsEnabled(LogEventLevel.Debug) && IsForDebugging(e))
        {
            if (e is EpochRecorded { Run: var trained })
                TellIfFinished(log, state.Run(trained), state);
            return;
        }
        log = log.ForContext(new Subject(EventSubject.Of(e, state)));
        switch (e)
        {
            case CoordinatorStarted started:
                log.Information("Coordinator {Program} started", started.Program);
                break;
            case SweepSubmitted submitted when state.Sweep(submitted.Spec.Name) is { } sweep:
                log.Information("Sweep {Sweep} submitted: {Trials} trials in {Runs} runs",
                    sweep.Name, sweep.Trials.Count, sweep.Runs.Count);
                break;
            case SweepCancelled cancelled:
                log.Information("Sweep {Sweep} cancelled", cancelled.Sweep);
                break;
            case SweepResumed resumed:
                log.Information("Sweep {Sweep} resumed", resumed.Sweep);
                break;
            case RunsRetried retried:
                log.Information("Sweep {Sweep}: {Runs} failed runs will be tried again", retried.Sweep, retried.Runs.Length);
                break;
            case AgentRegistered registered:
                log.Information("Agent {Agent} registered from {Host} with {Slots} slots",
                    registered.Agent, registered.Host, registered.Slots.Length);
                break;
            case AgentQuarantined quarantined:
                log.Warning("Agent {Agent} quarantined: {Reason}", quarantined.Agent, quarantined.Reason);
                break;
            case AgentReadmitted readmitted:
                log.Information("Agent {Agent} readmitted", readmitted.Agent);
                break;
            case AgentCapacityLowered lowered:
                log.Warning("Agent {Agent} ran out of memory and trains at most {Slots} runs side by side", lowered.Agent, lowered.Slots);
                break;
            case AgentPaused paused:
                log.Information("Agent {Agent} paused: it gets no more runs{Reason:l}", paused.Agent, Because(paused.Reason));
                break;
            case AgentDrained drained:
                log.Information(
                    "Agent {Agent} drained: it ends its runs at their epochs' ends{Reason:l}", drained.Agent, Because(drained.Reason));
                break;
            case AgentResumed resumed:
                log.Information("Agent {Agent} gets runs again", resumed.Agent);
                break;
            case AgentRemoved removed:
                log.Information("Agent {Agent} removed by {By}: its certificate opens nothing any more", removed.Agent, removed.By);
                break;
            case LeaseGranted granted:
                log.Debug(
                    "Lease {Lease}: run {Run} of sweep {Sweep} to agent {Agent} slot {Slot}, attempt {Attempt}, epochs {From} to {To}",
                    granted.Lease, granted.Run, granted.Sweep, granted.Agent,
                    granted.Slot, granted.Attempt, granted.FromEpoch + 1, granted.ToEpoch);
                break;
            case EpochRecorded recorded:
                log.Debug("Run {Run} epoch {Epoch} under lease {Lease}: {Metrics}",
                    recorded.Run, recorded.Metrics.Epoch, recorded.Lease, recorded.Metrics.Values);
                TellIfFinished(log, state.Run(recorded.Run), state);
                break;
            case LeaseEnded ended when IsWorthAWarning(ended):
                log.Warning("Lease {Lease} of run {Run} on agent {Agent} ended as {Outcome:l}: {Detail}",
                    ended.Lease, ended.Run, state.Lease(ended.Lease)?.Agent, ended.Outcome, ended.Detail);
                break;
            case LeaseEnded ended:
                log.Debug("Lease {Lease} of run {Run} ended as {Outcome}", ended.Lease, ended.Run, ended.Outcome);
                break;
            case RunFailed failed:
                log.Error("Run {Run} failed: {Cause}", failed.Run, failed.Cause);
                TellIfFinished(log, state.Run(failed.Run), state);
                break;
        }
    }

    /// <summary>Most of what becomes a fact: nobody is told, and it is to cost nothing.</summary>
    private static bool IsForDebugging(JournalEvent e) => e switch
    {
        LeaseGranted or LeaseStarted or EpochRecorded => true,
        LeaseEnded ended => !IsWorthAWarning(ended),
        _ => false,
    };

    private static bool IsWorthAWarning(LeaseEnded ended) =>
        ended.Outcome.IsFailure() || ended.Outcome is Outcome.AgentLost or Outcome.CheckpointLost;

    private static string Because(string? reason) => reason is null ? "" : $" ({reason})";
    /// <summary>Sweep, run, lease, agent and slot, so that a log can be searched by them whatever its sentences say.</summary>
    private sealed class Subject(EventSubject about) : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            void Add(string name, object? value)
            {
                if (value is not null)
                    logEvent.AddPropertyIfAbsent(propertyFactory.CreateProperty(name, value));
            }

            Add("Sweep", about.Sweep);
            Add("Run", about.Run);
            Add("Lease", about.Lease);
            Add("Agent", about.Agent);
            Add("Slot", about.Slot);
        }
    }

    private static void TellIfFinished(ILogger log, RunState? run, CoordinatorState state)
    {
        if (run is { Open: false } && state.IsFinished(run.Sweep))
            log.Information("Sweep {Sweep} has nothing left to train", run.Sweep.Name);
    }
}
