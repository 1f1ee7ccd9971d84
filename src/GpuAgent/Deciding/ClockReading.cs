namespace Sweep.GpuAgent.Deciding;

/// <summary>What the clocks of the machine say, read by whoever owns the agent and given with every event.</summary>
/// <param name="Elapsed">Monotonic, from any beginning: what passes is measured by it. It may stand still while the machine sleeps.</param>
/// <param name="Wall">Can be set, forwards and back: only ever believed where it says that something is long ago.</param>
internal readonly record struct ClockReading(TimeSpan Elapsed, DateTimeOffset Wall);
