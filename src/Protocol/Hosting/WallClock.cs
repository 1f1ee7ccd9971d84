using System.Globalization;
using System.Text;
using Sweep.Files;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// The clock of a process. Its wall clock can be set from outside, as an administrator or a time server sets that of a machine: a file
/// named by <see cref="Variable"/> holds how many seconds it is off. Monotonic time never jumps, so nothing that is counted in it may
/// notice.
/// </summary>
public sealed class WallClock : TimeProvider
{
    /// <summary>Names the file. Unset or empty, as it is outside of drills, leaves the machine's own clock.</summary>
    public const string Variable = "SWEEP_CLOCK_FILE";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly string file;
    private long lookedAt;
    private TimeSpan off;

    private WallClock(string file)
    {
        this.file = file;
        Look();
    }

    public static TimeProvider OfThisProcess { get; } = Of(Environment.GetEnvironmentVariable(Variable));

    /// <param name="file">The value of <see cref="Variable"/>.</param>
    public static TimeProvider Of(string? file) => string.IsNullOrEmpty(file) ? System : new WallClock(file);

    /// <summary>Sets the clocks that read <paramref name="file"/>; they follow within a moment.</summary>
    public static void Set(string file, TimeSpan off)
    {
        // A drill ends with its machine, and its clocks with it.
        var seconds = off.TotalSeconds.ToString("R", CultureInfo.InvariantCulture);
        WholeFile.Write(file, content => content.Write(Encoding.ASCII.GetBytes(seconds)));
    }

    public override DateTimeOffset GetUtcNow()
    {
        if (GetElapsedTime(Interlocked.Read(ref lookedAt)) >= BetweenLooks)
            Look();
        return System.GetUtcNow() + off;
    }

    private void Look()
    {
        Interlocked.Exchange(ref lookedAt, GetTimestamp());
        try
        {
            off = TimeSpan.FromSeconds(double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or FormatException or OverflowException)
        {
            // Not written yet: the clock stays as it was.
        }
    }
}
