namespace Sweep.Coordinator.LocalAgents;

/// <summary>
/// Whether an agent that died is started again: always, unless it died soon after its start several times in a row. Then another
/// start would end the same way.
/// </summary>
internal sealed class RestartPolicy
{
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    public const int SoonDeathsAllowed = 3;

    private int soonDeaths;

    public bool StartsAgain(TimeSpan lived)
    {
        soonDeaths = lived < Soon ? soonDeaths + 1 : 0;
        return soonDeaths < SoonDeathsAllowed;
    }
}
