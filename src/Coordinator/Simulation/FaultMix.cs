namespace Sweep.Coordinator.Simulation;

/// <summary>
/// Which faults exist in a lab, and how often each comes: drawn anew for every seed, since what breaks under one kind alone is hidden where
/// all come at once (Groce et al., "Swarm testing", ISSTA 2012).
/// </summary>
internal sealed class FaultMix
{
    /// <summary>A kind is in so many labs.</summary>
    private const double Presence = 0.35;

    private static readonly SimulatedFault[] Kinds = Enum.GetValues<SimulatedFault>();

    /// <summary>Those that somebody does to the lab every now and then; the others come with what they happen to.</summary>
    private static readonly SimulatedFault[] Blows =
    [
        SimulatedFault.AgentCutOff, SimulatedFault.AgentUnheard, SimulatedFault.AgentUnheardWhileItStores,
        SimulatedFault.AgentDeaf, SimulatedFault.AgentsCutFromEachOther,
        SimulatedFault.LinksStoppedOneByOne, SimulatedFault.CoordinatorCutOffShortly, SimulatedFault.CoordinatorCutOffLong,
        SimulatedFault.LineReopened, SimulatedFault.StoreFails, SimulatedFault.SyncFails, SimulatedFault.DiskFull,
        SimulatedFault.BitFlipped, SimulatedFault.BitMisread, SimulatedFault.DiskSlow, SimulatedFault.AgentKilled,
        SimulatedFault.AgentPowerCut, SimulatedFault.AgentKilledInAWrite, SimulatedFault.AgentPowerCutInAWrite,
        SimulatedFault.CoordinatorKilled, SimulatedFault.CoordinatorPowerCut, SimulatedFault.CoordinatorKilledInAWrite,
        SimulatedFault.CoordinatorPowerCutInAWrite, SimulatedFault.CoordinatorMoved,
        SimulatedFault.BackupRestored, SimulatedFault.AgentAsleep, SimulatedFault.CoordinatorAsleep, SimulatedFault.ClockSet,
        SimulatedFault.MachineAils, SimulatedFault.DataDiffer,
    ];

    private readonly double[] rates = new double[Kinds.Length];
    private readonly List<(SimulatedFault Kind, double Upto)> blows = [];

    private FaultMix()
    {
    }

    /// <summary>Mean time between two blows.</summary>
    public TimeSpan Every { get; private init; } = TimeSpan.MaxValue;

    /// <summary>Whether anything can come at all.</summary>
    public bool HasBlows => blows.Count > 0;

    /// <summary>Of a lab in which nothing happens but what a test does to it.</summary>
    public static FaultMix None { get; } = new();

    /// <summary>Of a lab in which these exist, each as often as in any, and nothing else.</summary>
    public static FaultMix Of(TimeSpan every, params IReadOnlyList<SimulatedFault> kinds)
    {
        var mix = new FaultMix { Every = every };
        foreach (var kind in kinds)
            mix.rates[(int)kind] = 1;
        mix.AddBlows();
        return mix;
    }

    /// <param name="apart">How much longer than usual it is between two blows.</param>
    /// <param name="still">Whether none falls but that somebody is not heard for long.</param>
    public static FaultMix Draw(Dice dice, int apart = 1, bool still = false)
    {
        var mix = new FaultMix { Every = apart * TimeSpan.FromSeconds(dice.AnyScale(3, 40)) };
        foreach (var kind in Kinds)
            mix.rates[(int)kind] = dice.Chance(Presence) ? dice.AnyScale(0.05, 1) : 0;
        mix.rates[(int)SimulatedFault.AgentUnheardForLong] = still ? 1 : 0;
        if (still)
            foreach (var kind in Blows)
                mix.rates[(int)kind] = 0;
        mix.AddBlows();
        return mix;
    }

    private void AddBlows()
    {
        var sum = 0.0;
        foreach (var kind in Blows.Where(kind => rates[(int)kind] > 0))
            blows.Add((kind, sum += rates[(int)kind]));
    }

    /// <summary>How likely a kind is wherever it can come, as a share of the highest likelihood that it has in any lab.</summary>
    public double Of(SimulatedFault kind) => rates[(int)kind];

    public SimulatedFault Blow(Dice dice)
    {
        var drawn = dice.Unit() * blows[^1].Upto;
        return blows.First(blow => drawn < blow.Upto).Kind;
    }
}
