namespace Sweep.Files.Simulation;

/// <summary>
/// Whoever asked is no more: its process was killed, or the power went, in the middle of what it did. It is no <see cref="IOException"/>,
/// so that nobody goes on after it.
/// </summary>
public sealed class HaltedException() : Exception("The process was killed here.");
