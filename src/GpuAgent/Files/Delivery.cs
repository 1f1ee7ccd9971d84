namespace Sweep.GpuAgent.Files;

/// <summary>
/// Whether the outbox gets any emptier. Leases are held for the reports in it, so this must have an end: a run whose reports cannot be
/// delivered from here is better trained elsewhere than never done. Monotonic.
/// </summary>
internal sealed class Delivery(TimeProvider time)
{
    /// <summary>
    /// How long nothing may move, with the coordinator there, before leases are not held for it any more. Long against a coordinator's
    /// restart or a disk being tidied up; short against a night.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private long moved = time.GetTimestamp();

    /// <summary>A report was taken or is the first to wait, an upload got further, or the coordinator is met anew.</summary>
    public void Moved() => moved = time.GetTimestamp();

    /// <summary>Whether reports that wait do so in vain. They are kept, and delivered when they can be.</summary>
    public bool StandsStill => time.GetElapsedTime(moved) >= Patience;
}
