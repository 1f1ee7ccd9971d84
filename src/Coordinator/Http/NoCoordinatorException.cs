namespace Sweep.Coordinator.Http;

/// <summary>
/// No coordinator answers, or it does not let us in. The message is one sentence with the remedy; programs print it as it is and end with
/// exit code 3.
/// </summary>
public sealed class NoCoordinatorException(string message) : Exception(message)
{
    /// <summary>Whether it may answer when it is asked again: it is not there, stops or is silent, and has not refused.</summary>
    public bool MayComeBack { get; init; }
}
