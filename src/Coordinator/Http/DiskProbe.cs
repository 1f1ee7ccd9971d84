using Sweep.Coordinator.Journal;
using Sweep.Files;

namespace Sweep.Coordinator.Http;

/// <summary>
/// Whether the disk of the journal takes anything: a byte is written there and put on disk. A journal that could not be written ends its
/// coordinator, so this is known before.
/// </summary>
/// <param name="folder">On the same disk.</param>
internal sealed class DiskProbe(string folder, TimeProvider time)
{
    /// <summary>Whoever asks often does not wear the disk out.</summary>
    private static readonly TimeSpan AnswerHolds = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly string file = Path.Combine(folder, "probe");
    private (long At, string? Why)? latest;

    /// <returns>One sentence with the remedy; null where it does.</returns>
    public string? WhyNot()
    {
        lock (gate)
        {
            if (latest is not { } known || time.GetElapsedTime(known.At) >= AnswerHolds)
                latest = known = (time.GetTimestamp(), Tried());
            return known.Why;
        }
    }

    private string? Tried()
    {
        try
        {
            DurableFile.Write(file, stream => stream.WriteByte((byte)'\n'));
            File.Delete(file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The journal's disk takes nothing: {DeviceFault.In(e) ?? e.Message}";
        }
    }
}
