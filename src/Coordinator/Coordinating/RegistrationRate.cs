namespace Sweep.Coordinator.Coordinating;

/// <summary>
/// How many registrations go into the journal: a whole lab may come at once, a flood may not. One that finds no room is not answered, and
/// an agent that gets no answer registers again.
/// </summary>
internal sealed class RegistrationRate
{
    private const double AtOnce = 1024;
    private const double PerSecond = 16;

    private double room = AtOnce;
    private TimeSpan lastAsked;

    /// <param name="now">Monotonic.</param>
    public bool Allows(TimeSpan now)
    {
        room = Math.Min(AtOnce, room + ((now - lastAsked).TotalSeconds * PerSecond));
        lastAsked = now;
        if (room < 1)
            return false;
        room--;
        return true;
    }
}
