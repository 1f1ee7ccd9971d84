namespace Sweep.Benchmarks.Growth;

/// <summary>What one thing that people do took at one size.</summary>
/// <param name="What">What was done.</param>
/// <param name="Size">How many trials, or agents.</param>
/// <param name="Seconds">By the clock.</param>
/// <param name="Processor">Seconds of all processors: on a machine with other work this is what tells.</param>
/// <param name="PeakBytes">The most memory of the process that did it; null where several things are done by one.</param>
internal sealed record Measured(string What, int Size, double Seconds, double Processor, double? PeakBytes);
