namespace Sweep.Coordinator.Hosting;

/// <summary>The coordinator of this process ended by itself. Why was logged, and said, before.</summary>
internal sealed class CoordinatorStoppedException()
    : Exception(
        "The coordinator stopped by itself, for the reason given before; everything it acknowledged is in the journal, " +
        "and the same command goes on from there.");
