namespace Sweep.Experiments.Inputs;

/// <summary>
/// Something a person gave cannot be used. The message is one sentence that names the place (file and line, key, option), the value
/// and the remedy; programs print it as it is and end with exit code 2, or with 74 where a disk is the cause.
/// </summary>
public class BadInputException(string message, Exception? cause = null) : Exception(message, cause);
