using System.Diagnostics;

namespace Sweep.Coordinator.Drilling.Processes;

/// <summary>A disk that can be full: a file takes all the room that there is, and gives it back.</summary>
/// <param name="folder">The disk's own, as the drill sees it.</param>
internal sealed class SmallDisk(string folder)
{
    private const string Filler = "filler";
    private const int Block = 1 << 20;

    /// <summary>What others free meanwhile is taken as well.</summary>
    private static readonly TimeSpan BetweenGrabs = TimeSpan.FromMilliseconds(50);

    private long fullUntil = long.MinValue;

    /// <summary>Whether it was full at some moment of the last so much time.</summary>
    public bool WasFull(TimeSpan within) =>
        Interlocked.Read(ref fullUntil) is var until && until != long.MinValue
        && (until == long.MaxValue || Stopwatch.GetElapsedTime(until) <= within);

    /// <summary>Leaves no room for so long.</summary>
    public async Task Fill(TimeSpan lasts, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        Interlocked.Exchange(ref fullUntil, long.MaxValue);
        var path = Path.Combine(folder, Filler);
        try
        {
            await using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (Stopwatch.GetElapsedTime(began) < lasts)
            {
                Grab(filler);
                await Task.Delay(BetweenGrabs, cancellation);
            }
        }
        finally
        {
            File.Delete(path);
            Interlocked.Exchange(ref fullUntil, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>In ever smaller pieces, to the last byte.</summary>
    private static void Grab(FileStream filler)
    {
        var nothing = new byte[Block];
        for (var size = Block; size > 0;)
        {
            try
            {
                filler.Write(nothing, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }
}
