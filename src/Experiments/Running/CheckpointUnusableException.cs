using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Running;

/// <summary>
/// The content of a checkpoint is no state of the run that it is named for. The run is sound and so is the machine: it continues from an
/// earlier checkpoint.
/// </summary>
public sealed class CheckpointUnusableException(string message) : BadInputException(message);
