using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Data;

/// <summary>This machine does not have the dataset, or not whole: another one may.</summary>
public sealed class DataUnavailableException(string message) : BadInputException(message);
