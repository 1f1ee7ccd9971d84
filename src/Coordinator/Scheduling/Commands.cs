using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Scheduling;

/// <summary>An order or a report that the coordinator decides about.</summary>
internal abstract record Command
{
    private protected Command() { }
}

/// <summary>What a person orders.</summary>
internal abstract record PersonsOrder : Command
{
    private protected PersonsOrder() { }

    /// <summary>Who, by the name of his token; null where that is not known.</summary>
    public string? By { get; init; }
}

/// <summary>A sweep file is to be trained; under a known name it replaces the spec in force and only the difference is open.</summary>
/// <param name="Confirmed">False asks before trials with results leave the grid: the answer is <see cref="Unconfirmed"/> then, and nothing
/// is done.</param>
internal sealed record SubmitSweep(SweepSpec Spec, string Source, bool? Confirmed = null) : PersonsOrder;

/// <summary>What would a submission come to? Decides nothing.</summary>
internal sealed record PreviewSweep(SweepSpec Spec) : Command;

internal sealed record CancelSweep(string Sweep) : PersonsOrder;

internal sealed record ResumeSweep(string Sweep) : PersonsOrder;

/// <summary>Failed runs of the sweep get a fresh set of attempts.</summary>
internal sealed record RetryFailed(string Sweep) : PersonsOrder;

/// <summary>The agent gets no more runs.</summary>
internal sealed record HoldAgent(string Agent, AgentHold How, string? Reason = null) : PersonsOrder;

/// <summary>An agent that was paused or drained gets runs again.</summary>
internal sealed record ResumeAgent(string Agent) : PersonsOrder;

internal sealed record RegisterAgent(Register Message) : Command;

internal sealed record AskForWork(RequestWork Message) : Command;

internal sealed record RecordReport(Report Report) : Command;

/// <summary>The report cannot be recorded, and would be sent again for ever: the attempt is over.</summary>
/// <param name="Reason">One sentence.</param>
internal sealed record RefuseReport(Report Report, string Reason) : Command;

/// <summary>The lease's agent reports what follows on something that the journal does not have and that will not come.</summary>
internal sealed record GiveUpLease(LeaseId Lease) : Command;

/// <summary>An agent says which leases it works on; those that are not its own any more are revoked.</summary>
internal sealed record HearAgent(Heartbeat Message) : Command;

/// <summary>Nothing was heard about the lease for a whole lease period.</summary>
/// <param name="Silence">How long it really was; null is the period.</param>
internal sealed record ExpireLease(LeaseId Lease, TimeSpan? Silence = null) : Command;

/// <summary>The agent's process is known to be gone, or to be going: its trainers went with it.</summary>
internal sealed record LoseAgent(string Agent, Guid Incarnation) : Command;

/// <summary>The agent is let in no more, by a person's order: others go on with what it trained.</summary>
/// <param name="Known">Whether it had a certificate of this home.</param>
/// <param name="By">Who orders it, by the name of his token.</param>
internal sealed record DismissAgent(string Agent, bool Known, string By) : Command;

/// <summary>The coordinator is about to stop.</summary>
internal sealed record StartDrain : Command;

/// <summary>The coordinator is not to stop after all.</summary>
internal sealed record EndDrain : Command;
