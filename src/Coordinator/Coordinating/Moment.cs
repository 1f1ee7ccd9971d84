namespace Sweep.Coordinator.Coordinating;

/// <summary>A moment by two clocks. What is counted is counted by the monotonic one, which nobody sets; the other is for people.</summary>
internal readonly record struct Moment(TimeSpan Elapsed, DateTimeOffset At);
