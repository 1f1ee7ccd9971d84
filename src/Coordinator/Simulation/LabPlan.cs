using Sweep.Coordinator.Storage;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Simulation;

/// <summary>How large a lab is and at what pace it works. Drawn for every seed, or said by a test.</summary>
internal sealed record LabPlan
{
    /// <summary>A lab of so many agents at once is drawn now and then.</summary>
    private const int ManyAgents = 40;

    /// <summary>In seconds.</summary>
    private const int SlowestTick = 3;

    /// <summary>A lab in which somebody is away for long has so much longer between two blows: he is to be left to himself.</summary>
    private const int QuietWhereLong = 10;

    public int Agents { get; init; } = 3;
    public int SlotsEach { get; init; } = 1;
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What an epoch takes on the usual machine.</summary>
    public TimeSpan Epoch { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A trainer without a step for so long is killed.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How often an agent looks after what falls due.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long faults come, and commands with them.</summary>
    public TimeSpan Trouble { get; init; }

    public int Sweeps { get; init; } = 1;
    public int RunsEach { get; init; } = 4;
    public int LongestRun { get; init; } = 3;
    public int MaxAttempts { get; init; } = 20;
    public bool Sharing { get; init; } = true;

    /// <summary>How seldom a run keeps a checkpoint; null is after every epoch.</summary>
    public CheckpointEvery? CheckpointEvery { get; init; }

    /// <summary>Bytes after which the journal begins another file.</summary>
    public long SegmentBytes { get; init; } = 64 << 10;
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether its trouble lasts for longer than the store keeps what nobody has named.</summary>
    public bool IsLong => Trouble > BlobStore.Grace;

    /// <summary>
    /// Whether its one agent is not heard for longer than the store keeps what nobody has named, while its checkpoints pass, and no other
    /// blow falls: whatever has it registered anew meanwhile would have it ask the store again.
    /// </summary>
    public bool IsStill { get; init; }

    /// <summary>Whether older backups are restored while reports wait, and other runs asked for then.</summary>
    public bool RestoresLate { get; init; }

    /// <summary>How much longer than usual it is between two blows.</summary>
    public int Apart => IsLong ? QuietWhereLong : 1;

    /// <summary>Whether its results are projected into a database, as a coordinator does it; that takes longer than all the rest.</summary>
    public bool Projects { get; init; }

    /// <summary>Whether last runs are started twice.</summary>
    public bool LastRunsTwice { get; init; }

    /// <summary>Whether a stranger sends whatever is well-formed.</summary>
    public bool HasStranger { get; init; }

    /// <summary>
    /// Such a lab with one agent that is left to itself. What it brings late counts, since no other was there to train it again.
    /// </summary>
    public LabPlan Stilled() => this with { IsStill = true, Agents = 1 };

    /// <summary>
    /// Such a lab of one agent, to which every lease is given, with two slots: one is given a run while the other's reports wait.
    /// </summary>
    public LabPlan RestoredLate() => this with { RestoresLate = true, Agents = 1, SlotsEach = 2, RunsEach = 8, LongestRun = 5 };

    public static LabPlan Of(long seed)
    {
        var plan = Draw(new Dice(seed, 1)) with { LastRunsTwice = new Dice(seed, 12).Chance(0.3) };
        return !plan.IsLong && new Dice(seed, 14).Chance(0.02) ? plan.RestoredLate() : plan;
    }

    public static LabPlan Draw(Dice dice)
    {
        var many = dice.Chance(0.01);
        var long_ = !many && dice.Chance(0.03);
        var lease = TimeSpan.FromSeconds(dice.AnyScale(4, 60));
        var plan = new LabPlan
        {
            // What one brings late counts where no other was there to train it again.
            Agents = many ? ManyAgents : dice.Between(1, long_ ? 2 : 4),
            SlotsEach = many ? 1 : dice.Between(1, 2),
            Lease = lease,
            Epoch = TimeSpan.FromSeconds(dice.AnyScale(0.5, 20)),
            // An agent that looks more seldom than half of this takes itself for one that slept, and kills nobody.
            Stall = TimeSpan.FromSeconds(3 * SlowestTick) + (lease * dice.AnyScale(0.5, 4)),
            Tick = TimeSpan.FromSeconds(dice.Between(1, SlowestTick)),
            Trouble = TimeSpan.FromSeconds(long_ ? dice.Between(3000, 6000) : many ? dice.Between(30, 90) : dice.AnyScale(60, 600)),
            Sweeps = dice.Between(1, 2),
            RunsEach = many ? dice.Between(40, 60) : dice.Between(1, 8),
            LongestRun = dice.Between(1, 5),
            MaxAttempts = dice.Chance(0.3) ? dice.Between(1, 3) : 50,
            Sharing = dice.Chance(0.8),
            SegmentBytes = dice.Chance(0.4) ? (long)dice.AnyScale(200, 4 << 10) : 64 << 10,
            Latency = TimeSpan.FromMilliseconds(dice.AnyScale(0.2, 300)),
            HasStranger = dice.Chance(0.3),
            Projects = !many && dice.Chance(0.04),
            CheckpointEvery = !dice.Chance(0.3) ? null
                : dice.Chance(0.5) ? new(Epochs: dice.Between(2, 4))
                : new(Seconds: dice.Between(2, 4) * SimulatedPeople.EpochMilliseconds / 1000.0),
        };
        return long_ && dice.Chance(0.35) ? plan.Stilled() : plan;
    }
}
