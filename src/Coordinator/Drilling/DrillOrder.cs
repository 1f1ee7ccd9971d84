using System.Collections.Immutable;
using Sweep.Coordinator.Drilling.Faults;

namespace Sweep.Coordinator.Drilling;

/// <summary>What a drill was asked for.</summary>
/// <param name="Time">How long the training fills; with <paramref name="Kills"/>, the most that the kills may take.</param>
/// <param name="Kills">So many SIGKILLs at random moments of trials at full speed; null is all faults of the parts over
/// <paramref name="Time"/>.</param>
/// <param name="Real">Trains the network on built-in pictures instead of following simulated curves.</param>
/// <param name="Keep">Keeps the folder of a drill without findings too.</param>
internal sealed record DrillOrder(
    int Agents, int Trials, ImmutableArray<Part> Parts, TimeSpan Time, int? Kills, long Seed, int LeaseSeconds, bool Real, bool Keep)
{
    public const int DefaultAgents = 4;
    public const int DefaultTrials = 200;
    public const double DefaultMinutes = 2;
    public const int DefaultLeaseSeconds = 5;
    public const long DefaultSeed = 1;
    private static readonly TimeSpan LeastGrace = TimeSpan.FromMinutes(5);

    public static readonly ImmutableArray<Part> AllParts = [.. Enum.GetValues<Part>()];

    /// <summary>What can be killed.</summary>
    public static readonly ImmutableArray<Part> Processes = [Part.Coordinator, Part.Agent, Part.Trainer];

    /// <summary>More than so many kills take: a start, a drawn life, now and then a slow one.</summary>
    public static double MinutesFor(int kills) => kills * 6 / 60.0;

    /// <summary>The sweep that is trained; null is the drill's own.</summary>
    public DrillExperiment? Experiment { get; init; }

    /// <summary>How many times longer than asked for everything takes, because the machine is busy.</summary>
    public double Stretch { get; private init; } = 1;

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    /// <summary>
    /// Some freezes are longer, so that trainers are given up as stalled too. The first step of the network, or of a program, takes its
    /// time.
    /// </summary>
    public int StallSeconds => Real || Experiment is not null ? 60 : LeaseSeconds * 8 / 5;

    /// <summary>After this a drill whose trials are not all done is a drill that found something.</summary>
    public TimeSpan Deadline => Time + (Time / 2 > LeastGrace ? Time / 2 : LeastGrace);

    /// <summary>The same drill at the pace of a slower machine.</summary>
    public DrillOrder StretchedBy(double factor) =>
        this with { Stretch = factor, LeaseSeconds = (int)Math.Ceiling(LeaseSeconds * factor), Time = Time * factor };

    /// <summary>The same drill without a part.</summary>
    public DrillOrder Without(Part part) => this with { Parts = Parts.Remove(part) };

    public ImmutableArray<Fault> Faults()
    {
        var exposure = new Exposure(Agents, Parts, Time, Lease);
        return Kills is { } kills ? FaultSchedule.DrawKills(Seed, kills, exposure) : FaultSchedule.Draw(Seed, exposure);
    }
}
