using System.Diagnostics;
using System.Globalization;

namespace Sweep.Suite;

/// <summary>
/// Whether this machine leaves a core at rest, whoever keeps the others busy: told anew twice a second, from what the kernel counts. Processes
/// that wait for a lease to expire or for each other have places and do not use them.
/// </summary>
internal sealed class CoresAtRest
{
    /// <summary>A tree of processes that was let in keeps a core busy within this time, so that the next one who looks sees it.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>The fields of the line of all processors in which they wait, by <c>proc_stat(5)</c>.</summary>
    private const int Idle = 3;
    private const int WaitingForDisks = 4;

    private readonly Stopwatch since = Stopwatch.StartNew();
    private (long Resting, long All) before = Ticks();
    private bool oneIs;

    /// <summary>For at least half of the last look's time; false in the first look, and where nothing counts.</summary>
    public bool OneIs
    {
        get
        {
            if (since.Elapsed < Look)
                return oneIs;
            var now = Ticks();
            oneIs = Environment.ProcessorCount * (now.Resting - before.Resting) > (now.All - before.All) / 2;
            before = now;
            since.Restart();
            return oneIs;
        }
    }

    private static (long Resting, long All) Ticks()
    {
        if (!File.Exists("/proc/stat"))
            return (0, 0);
        var line = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = line.Skip(1).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return (ticks[Idle] + ticks[WaitingForDisks], ticks.Take(8).Sum());
    }
}
