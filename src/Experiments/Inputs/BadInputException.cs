namespace Sweep.Experiments.Inputs;

/// <summary>
/// Something a person gave cannot be used. The message is one sentence that names the place (file and line, key, option), the value
/// and the remedy; programs print it as it is and end with exit code 2.
/// </summary>
public class BadInputException(string message) : Exception(message);
