namespace Sweep.Coordinator.Http;

/// <summary>
/// No coordinator answers, or it does not let us in. The message is one sentence with the remedy; programs print it as it is and end with exit code 3.
/// </summary>
public sealed class NoCoordinatorException(string message) : Exception(message);
