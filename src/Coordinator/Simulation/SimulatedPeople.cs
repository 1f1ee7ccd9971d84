using System.Collections.Immutable;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Files.Simulation;

namespace Sweep.Coordinator.Simulation;

/// <summary>What people do with a lab while it works: they submit, cancel, resume, retry, extend, drain and ask.</summary>
internal sealed class SimulatedPeople(SimulatedLab lab, Dice dice)
{
    /// <summary>What the model says about an epoch's time; it stands in every result.</summary>
    public const int EpochMilliseconds = 2000;

    private const double HighestStable = 1;

    private readonly ClientPeer client = new(lab);
    private readonly Dictionary<string, SweepSpec> specs = [];
    private bool draining;

    /// <summary>The sweeps that were ever submitted, as they were asked for last.</summary>
    public IReadOnlyDictionary<string, SweepSpec> Specs => specs;

    /// <summary>Mean time between two commands.</summary>
    private TimeSpan Every { get; } = TimeSpan.FromSeconds(dice.AnyScale(5, 200));

    /// <summary>Which commands are given in this lab: each that is not is as telling as each that is.</summary>
    private ImmutableArray<Action> Habits { get; set; } = [];

    public void Begin()
    {
        Habits = [.. new Action[] { Cancel, Resume, Retry, Extend, Drain, Ask, Look, Preview, SubmitAgain }.Where(_ => dice.Chance(0.5))];
        for (var number = 1; number <= lab.Plan.Sweeps; number++)
        {
            var spec = Draw(FormattableString.Invariant($"sweep-{number}"));
            lab.Timeline.After(number == 1 ? TimeSpan.FromSeconds(1) : lab.Plan.Trouble * 0.5 * dice.Unit(), () => Submit(spec));
        }
        if (Habits.Length > 0)
            CommandLater();
    }

    /// <summary>Asks for everything to be done, whatever was said before.</summary>
    public void AskForAll()
    {
        if (draining)
            Give(new EndDrain());
        draining = false;
        foreach (var spec in specs.Values)
        {
            if (lab.Coordinator.State.Sweep(spec.Name) is null)
                Submit(spec);
            Give(new ResumeSweep(spec.Name));
            Give(new RetryFailed(spec.Name));
        }
    }

    /// <summary>Asks for other grids than before, in all sweeps.</summary>
    public void AskForOtherRuns()
    {
        foreach (var spec in specs.Values.ToList())
            Submit(spec with { Space = Draw(spec.Name).Space });
    }

    public void Submit(SweepSpec spec)
    {
        specs[spec.Name] = spec;
        Give(new SubmitSweep(spec, ""));
    }

    public void Give(Command command) =>
        lab.Timeline.After(lab.Network.Latency, () => lab.Coordinator.Receive(command, client));

    /// <summary>Looks at all results, as the results database would show them.</summary>
    public void Ask()
    {
        if (lab.Coordinator is { IsUp: true, Disk.Room: null } full && dice.Chance(lab.Mix.Of(SimulatedFault.DiskFullAtAQuestion)))
            FillDisk(full.Disk);
        if (lab.Coordinator is { IsUp: true, IsAsleep: false, IsWritten: true } coordinator)
            coordinator.Ask();
    }

    private void CommandLater() => lab.Timeline.After(Every * (2 * dice.Unit()), () =>
    {
        if (lab.IsCalm)
            return;
        lab.Commands++;
        dice.Of(Habits)();
        CommandLater();
    });

    /// <summary>There is no room from the question on, for a while.</summary>
    private void FillDisk(SimulatedDisk disk)
    {
        lab.Tally.Note(SimulatedFault.DiskFullAtAQuestion);
        disk.Room = 0;
        lab.Timeline.After(dice.Seconds(0, 60), () => disk.Room = null);
    }

    /// <summary>Looks at who is there and what is trained now.</summary>
    private void Look() =>
        lab.Timeline.After(lab.Network.Latency, () => lab.Coordinator.Receive(new GetLive(), client));

    private void Cancel() => Give(new CancelSweep(AnySweep()));

    private void Resume() => Give(new ResumeSweep(AnySweep()));

    private void Retry() => Give(new RetryFailed(AnySweep()));

    private void Preview() => Give(new PreviewSweep(Draw(AnySweep())));

    private void SubmitAgain()
    {
        if (specs.TryGetValue(AnySweep(), out var spec))
            Submit(spec);
    }

    private void Drain()
    {
        Give(draining ? new EndDrain() : new StartDrain());
        draining = !draining;
    }

    /// <summary>Another grid under the same name: more, fewer or other runs, longer or shorter.</summary>
    private void Extend()
    {
        if (specs.TryGetValue(AnySweep(), out var spec))
            Submit(spec with { Space = Draw(spec.Name).Space });
    }

    private string AnySweep() => FormattableString.Invariant($"sweep-{dice.Between(1, lab.Plan.Sweeps)}");

    private SweepSpec Draw(string name)
    {
        var rates = Enumerable.Range(1, lab.Plan.RunsEach).Select(i => i * 0.001).ToList();
        if (dice.Chance(0.3))
            rates.Add(10 * HighestStable);
        var longest = dice.Between(1, lab.Plan.LongestRun);
        var epochs = Enumerable.Range(1, longest).Where(epoch => epoch == longest || dice.Chance(0.4)).Select(epoch => (double)epoch);
        return new(
            name,
            new(DatasetSpec.Shapes10, 64, 64),
            new(ModelSpec.Simulated, EpochMilliseconds),
            Objective.ValAccuracy,
            new(
                new Choice([.. rates.Where(_ => dice.Chance(0.8)).DefaultIfEmpty(rates[0])]), new Choice([.. epochs]),
                new Choice([SpaceDefaults.WeightDecay]), new Choice([SpaceDefaults.BatchSize]), new Choice([0])),
            new GridSampling(),
            Precision.Auto,
            lab.Plan.MaxAttempts,
            lab.Plan.Sharing)
        {
            CheckpointEvery = lab.Plan.CheckpointEvery,
        };
    }
}
