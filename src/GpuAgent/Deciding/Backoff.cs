namespace Sweep.GpuAgent.Deciding;

/// <summary>How long to wait after a number of failures in a row: doubling from half a second to half a minute.</summary>
internal static class Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static TimeSpan After(int failures) =>
        failures > 6 ? Longest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Max(0, failures - 1)));
}
