namespace Sweep.Protocol.Messages;

/// <summary>
/// How an attempt ended. Losing an agent costs a run nothing, nor does running out of memory while another agent may have more; a
/// crash or a stall is counted, up to the sweep's maxAttempts. A bad configuration (a dataset that is not there or differs, an order that
/// no trainer can follow) is not tried again. A checkpoint that nobody has any more costs nothing either: the run continues from the one
/// before it.
/// </summary>
public enum Outcome { Completed, Diverged, AgentLost, TrainerCrashed, OutOfMemory, TimedOut, Cancelled, BadConfiguration, CheckpointLost }
