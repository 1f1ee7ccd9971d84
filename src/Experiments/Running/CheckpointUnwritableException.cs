namespace Sweep.Experiments.Running;

/// <summary>
/// The disk does not take a checkpoint: this machine's own trouble, whatever is trained. The message is one sentence.
/// </summary>
public sealed class CheckpointUnwritableException(string message, Exception cause) : IOException(message, cause);
