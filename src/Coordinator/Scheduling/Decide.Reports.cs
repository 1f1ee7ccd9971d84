using System.Globalization;
using Sweep.Coordinator.Journal;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

internal sealed partial class Decide
{
    /// <summary>
    /// No answer means: not yet. The agent resends in order, and what is missing comes first. Nobody reports for the lease of another, but
    /// for an agent that was given another name over the same home, and so over the same outbox.
    /// </summary>
    private void On(Report report)
    {
        var answer = LeaseOf(report) is not { } lease ? Acknowledgement.Stale : report.Fact switch
        {
            RunStarted started => Started(lease, started),
            EpochCompleted epoch => Epoch(lease, epoch),
            RunEnded ended => Ended(lease, ended),
            _ => Acknowledgement.Stale,
        };
        if (answer is { } value)
            Reply(new Acknowledge(report.Number, value));
    }

    private LeaseState? LeaseOf(Report report) =>
        state.LeaseOf(report) is { } lease && (lease.Agent == report.Agent || IsSameHome(lease.Agent, report.Agent)) ? lease : null;

    private bool IsSameHome(string one, string other) =>
        state.Agent(one)?.Home is { } home && state.Agent(other)?.Home == home;

    private void On(RefuseReport command)
    {
        var (report, reason) = command;
        if (LeaseOf(report) is { Active: true } lease)
        {
            var text = $"Agent {lease.Agent} sent a report that cannot be recorded: {reason}";
            End(lease, Outcome.TrainerCrashed, text);
            Do(new SendTo(lease.Agent, new RevokeLease(lease.Id, text, AtEpochEnd: false)));
        }
        Reply(new Acknowledge(report.Number, Acknowledgement.Stale));
    }

    private void On(GiveUpLease command)
    {
        if (state.Lease(command.Lease) is not { Active: true } lease)
            return;
        var run = lease.Run;
        RevokeAtOnce(lease, string.Create(
            CultureInfo.InvariantCulture,
            $"Agent {lease.Agent} reports what follows on something that is not in the journal, which knows {run.Curve.Count} epochs "
            + $"of the run, as after a restore from an older backup; the run goes on from there."));
        if (run.Open && !run.Sweep.Cancelled)
            Do(new Broadcast(new WorkAvailable()));
    }

    private Acknowledgement? Started(LeaseState lease, RunStarted fact)
    {
        if (lease.Provenance is not null)
            return Acknowledgement.Duplicate;
        if (lease.Outcome is Outcome.BadConfiguration)
            return Acknowledgement.Stale;
        var data = lease.Run.Sweep.Data;
        if (data is null || data.Fingerprint == fact.Provenance.DatasetFingerprint)
        {
            Record(new LeaseStarted(lease.Id, lease.Run.Id, fact.Provenance) { At = now });
            if (state.Agent(lease.Agent) is { IsAtWork: false, Tally.Failures: 0, Quarantine: null } begins)
                BenchWhoFailsBeside(begins);
            return Acknowledgement.Accepted;
        }
        if (lease.Active)
        {
            var reason = OtherData(lease, data, fact.Provenance.DatasetFingerprint);
            End(lease, Outcome.BadConfiguration, reason, agentsOwn: true);
            Do(new SendTo(lease.Agent, new RevokeLease(lease.Id, reason, AtEpochEnd: false)));
        }
        return Acknowledgement.Stale;
    }

    private static string OtherData(LeaseState lease, DataBinding data, string fingerprint)
    {
        var sweep = lease.Run.Sweep;
        return $"The {sweep.Spec.Dataset.Name} data of agent {lease.Agent} have fingerprint {fingerprint}, "
            + $"but sweep {sweep.Name} began on agent {data.Agent} with {data.Fingerprint}; "
            + $"put the same files on {lease.Agent}.";
    }

    /// <summary>
    /// The run's next epoch is recorded whatever lease it comes from, an old one too: training is deterministic, and a lease
    /// that has not proved its data does not count. What is known already is not recorded twice.
    /// </summary>
    private Acknowledgement? Epoch(LeaseState lease, EpochCompleted fact)
    {
        var run = lease.Run;
        var epoch = fact.Metrics.Epoch;
        if (epoch <= run.Curve.Count)
            return epoch < 1 ? Acknowledgement.Stale : Acknowledgement.Duplicate;
        if (run.Diverged || (fact.Checkpoint is { } checkpoint && checkpoint.Epoch != epoch))
            return Acknowledgement.Stale;
        if (epoch > run.Curve.Count + 1 || lease.Provenance is null)
            return lease.Active ? null : Acknowledgement.Stale;
        Record(new EpochRecorded(lease.Id, run.Id, fact.Metrics, fact.Checkpoint) { At = now });
        if (fact.Metrics.Diverged || epoch >= run.Run.Epochs)
            RevokeSuperseded(run, lease, epoch);
        return Acknowledgement.Accepted;
    }

    /// <summary>The run is done: whoever else still trains it, or would train beyond its end, is told to stop.</summary>
    private void RevokeSuperseded(RunState run, LeaseState by, int epoch)
    {
        foreach (var lease in run.ActiveLeases)
        {
            if (lease != by)
                RevokeAtOnce(lease, $"The run was finished under lease {by.Id} of agent {by.Agent}.");
            else if (epoch < lease.ToEpoch && !run.Diverged && epoch >= run.Run.Epochs)
                RevokeAtOnce(lease, FormattableString.Invariant($"The sweep's grid now ends this run at epoch {epoch}."));
        }
    }

    private Acknowledgement? Ended(LeaseState lease, RunEnded fact)
    {
        if (!lease.Active)
            return lease.Outcome == fact.Outcome ? Acknowledgement.Duplicate : Acknowledgement.Stale;
        if (fact.Outcome.IsSuccess() && !lease.Run.Done && lease.Run.Curve.Count < lease.ToEpoch)
            return null;
        End(lease, fact.Outcome, fact.Detail, fact.AgentsOwn);
        return Acknowledgement.Accepted;
    }
}
