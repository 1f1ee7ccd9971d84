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

    private readonly Stopwatch since = Stopwatch.StartNew();
    private Ticks before = Ticks.Now();
    private bool oneIs;

    /// <summary>For at least half of the last look's time; false in the first look, and where nothing counts.</summary>
    public bool OneIs
    {
        get
        {
            if (since.Elapsed < Look)
                return oneIs;
            var now = Ticks.Now();
            oneIs = OneWas(before, now, Environment.ProcessorCount);
            before = now;
            since.Restart();
            return oneIs;
        }
    }

    /// <summary>Whether all cores together rested for at least half of the time that one of them has.</summary>
    public static bool OneWas(Ticks before, Ticks now, int cores) => cores * (now.Resting - before.Resting) > (now.All - before.All) / 2;

    /// <summary>Of all cores since the machine's start, by <c>proc_stat(5)</c>.</summary>
    /// <param name="Resting">With nothing to do, or waiting for disks.</param>
    internal readonly record struct Ticks(long Resting, long All)
    {
        private const int Idle = 3;
        private const int WaitingForDisks = 4;

        /// <summary>Further columns are parts of these.</summary>
        private const int Columns = 8;

        public static Ticks Now() => File.Exists("/proc/stat") ? Of(File.ReadLines("/proc/stat").First()) : default;

        /// <param name="line">The one of all cores: <c>cpu</c>, and numbers.</param>
        public static Ticks Of(string line)
        {
            var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            return new(ticks[Idle] + ticks[WaitingForDisks], ticks.Take(Columns).Sum());
        }
    }
}
