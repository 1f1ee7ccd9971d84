using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Running;

namespace Sweep.Protocol.Messages;

/// <summary>Welcome. From here on the agent asks for work.</summary>
/// <param name="LeaseSeconds">How long a lease lives without a heartbeat.</param>
/// <param name="Blobs">Base address of the coordinator's HTTP API, where checkpoints are put and fetched.</param>
/// <param name="Token">Bearer token for it.</param>
/// <param name="LeasesAhead">Whether a slot may ask for its next run while it trains one. Not said by older coordinators.</param>
/// <param name="ReportsTogether">Whether <see cref="Reports"/> may be said. Not said by older coordinators.</param>
public sealed record Registered(
    double LeaseSeconds, string Blobs, string Token,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? LeasesAhead = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? ReportsTogether = null) : ISweepMessage;

/// <summary>The coordinator will not work with this agent; the reason is one sentence with the remedy.</summary>
public sealed record Refused(string Reason) : ISweepMessage;

/// <summary>The coordinator does not know this incarnation (it restarted): register first.</summary>
public sealed record RegisterFirst : ISweepMessage;

/// <summary>A run to train under a lease. Sent again, unchanged, when the slot asks again while it holds the lease.</summary>
/// <param name="Attempt">Counted from 1 for the run.</param>
/// <param name="Ahead">True where it is to be trained when the slot's run is over; null where it is to be trained at once.</param>
public sealed record Assign(
    int Slot, LeaseId Lease, int Attempt, RunOrder Order,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Ahead = null) : ISweepMessage;

/// <summary>Nothing to train just now; ask again later, or when told of new work.</summary>
/// <param name="Ahead">True in answer to a request for the next run.</param>
public sealed record NoWork(
    int Slot, double RetryAfterSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Ahead = null) : ISweepMessage;

/// <summary>New work has come in: idle slots may ask at once.</summary>
public sealed record WorkAvailable : ISweepMessage;

/// <summary>The coordinator is about to stop: end every run at its epoch's end and ask for no more until registered again.</summary>
public sealed record Drain : ISweepMessage;

/// <summary>The report is in the journal, or need not be: drop it from the outbox.</summary>
public sealed record Acknowledge(long Number, Acknowledgement Answer) : ISweepMessage;

/// <summary>Several of them, in order; said only to an agent that has said <see cref="Reports"/>.</summary>
public sealed record Acknowledgements(ImmutableArray<Acknowledge> Each) : ISweepMessage;

/// <summary>Accepted: recorded. Duplicate: already known, bit for bit or not. Stale: about a lease, run or sweep that is over.</summary>
public enum Acknowledgement { Accepted, Duplicate, Stale }

/// <summary>Stop training under this lease, at once or at the epoch's end. A stop at once needs no report.</summary>
public sealed record RevokeLease(LeaseId Lease, string Reason, bool AtEpochEnd) : ISweepMessage;
