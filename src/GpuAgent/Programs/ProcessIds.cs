using System.Globalization;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// What the numbers of processes tell: each new process and thread has the next free one, and after the greatest they begin again from
/// below, so that the younger has the greater one only where that has not happened between the two.
/// </summary>
internal static class ProcessIds
{
    /// <summary>Those below are never given out a second time.</summary>
    private const int Lowest = 300;

    /// <summary>No machine makes one in less: the kernel gives them out one after the other.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(1);

    /// <summary>Whether all processes and threads that were made after another have greater ids than that.</summary>
    /// <param name="id">Of the other.</param>
    /// <param name="since">How long ago that was made.</param>
    /// <param name="load">The line in <c>/proc/loadavg</c>: its last two words are how many there are, and the id given out last.</param>
    /// <param name="most">As many ids there are, <c>/proc/sys/kernel/pid_max</c>.</param>
    /// <returns>False also where that is not known.</returns>
    public static bool OnlyRose(int id, TimeSpan since, ReadOnlySpan<char> load, int most)
    {
        Span<Range> words = stackalloc Range[6];
        load = load.Trim();
        if (load.Split(words, ' ') != 5 || Number(load[words[4]]) is not { } latest)
            return false;
        var counts = load[words[3]];
        if (Number(counts[(counts.IndexOf('/') + 1)..]) is not { } taken)
            return false;
        // Where the latest is not below, they have not begun again, or have come round all the free ones, which takes its time.
        return latest >= id && since < (most - Lowest - taken) * Shortest;
    }

    private static int? Number(ReadOnlySpan<char> word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
