namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// Whether one more trainer has room on a GPU that several slots share: the first trains alone until it was seen how much memory it takes,
/// then as many as fit. Not thread-safe.
/// </summary>
internal sealed class GpuRoom
{
    /// <summary>A trainer may take so much more than those before it.</summary>
    private const double Slack = 1.1;

    private long withoutTrainers;
    private long? free;
    private double? each;
    private int begun;

    /// <summary>What a trainer takes, in MiB; null before it was seen.</summary>
    public double? EachMiB => each;

    /// <param name="trainers">That live there now.</param>
    /// <param name="areAtWork">Whether each of them has made a step, and so has the memory that it needs.</param>
    public void See(long usedMiB, long freeMiB, int trainers, bool areAtWork)
    {
        if (trainers == 0)
            withoutTrainers = usedMiB;
        else if (areAtWork)
            each = Math.Max(each ?? 0, (double)Math.Max(usedMiB - withoutTrainers, 0) / trainers);
        (free, begun) = (freeMiB, 0);
    }

    /// <summary>A trainer is started, of which the last reading knows nothing.</summary>
    public void Begins() => begun++;

    /// <param name="others">Trainers of other slots there, living or to be started.</param>
    /// <param name="first">Slots there that come first, and have no trainer yet.</param>
    public bool HasRoom(int others, int first = 0) =>
        others + first == 0 || free is not { } left || (each is { } one && left - ((begun + first) * one) >= one * Slack);
}
