using System.Collections.Immutable;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Simulation;
using Sweep.Coordinator.Simulation.Asking;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Tests;

namespace Sweep.Coordinator.Tests.Simulation.Asking;

/// <summary>Homes with everything in them that is awkward to ask about, drawn from a seed.</summary>
internal sealed class SomeHome(Dice dice)
{
    private static readonly DateTimeOffset Began = new(2026, 1, 30, 22, 0, 0, TimeSpan.Zero);

    /// <summary>Spaces, quotes of both kinds, words of the language, ends of line, and characters of two halves.</summary>
    private static readonly string[] Words =
        ["box", "box-2", "Größe 2", "it's \"so\"", "''", "a,b", "completed", "lr", "nan", "3.5", "日本語", "😀 box", "a\nb", " ", "100 %", "and or not"];

    private static readonly double[] Losses = [0.5, 0.5, 1, 1.25, 2.302585092994046, 0, 1e-300, 1e300, double.Epsilon, 0.1 + 0.2];
    private static readonly double[] NoLosses = [double.NaN, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
    private static readonly double[] Accuracies = [0, 0.1, 0.5, 0.5, 0.75, 1, 1.0 / 3];
    private static readonly long[] Seeds = [0, 1, 2, 9007199254740991, 9007199254740990];

    /// <summary>Rows as no coordinator need have made them: any value may be missing, infinite or not a number.</summary>
    public AskedHome Rows() => new([.. Enumerable.Range(1, dice.Between(1, 2)).Select(number => Sweep($"sweep {number}"))]);

    private AskedSweep Sweep(string name)
    {
        var curves = ImmutableDictionary.CreateBuilder<RunId, ImmutableArray<(EpochMetrics, DateTimeOffset)>>();
        var rows = new List<TrialRow>();
        foreach (var run in Runs(dice.Between(0, 5)))
        {
            curves[run.RunOf(name)] = [.. Enumerable.Range(1, dice.Below(5)).Select(epoch => (Metrics(epoch, dice.Chance(0.1)), Moment()))];
            rows.AddRange(Enumerable.Range(1, 4).Where(_ => dice.Chance(0.6)).Select(epochs => Row(name, run.For(epochs))));
        }
        var inGrid = rows.ToLookup(_ => dice.Chance(0.85));
        return new(name, dice.Of(Objective.Known), [.. inGrid[true]],
            [.. inGrid[false].Select(row => row with { InGrid = false }).OrderBy(row => row.Trial.Value, StringComparer.Ordinal)], curves.ToImmutable());
    }

    private TrialRow Row(string sweep, Hyperparameters trial) => new(
        trial.TrialOf(sweep), dice.Of(Enum.GetValues<TrialState>()), trial,
        AnyNumber(), AnyNumber(), AnyNumber(), dice.Chance(0.7) ? dice.Below(4) : null, AnyNumber(), AnyNumber(),
        trial.Shared.RunOf(sweep), Perhaps(), dice.Below(4))
    {
        Sweep = sweep,
        Cause = Perhaps(),
        OwnSeconds = AnyNumber(),
        LostSeconds = AnyNumber(),
        Device = Perhaps(),
        Host = Perhaps(),
        Precision = Perhaps(),
        Started = dice.Chance(0.7) ? Moment() : null,
        Finished = dice.Chance(0.7) ? Moment() : null,
    };

    /// <summary>The facts of a home that lived: attempts that failed, diverged, ended well or go on, and a grid that was changed.</summary>
    public List<JournalEvent> Life()
    {
        var events = new List<JournalEvent> { new CoordinatorStarted("0.1.0") { At = Began } };
        var agents = Words.Where(word => word.Trim().Length > 0 && dice.Chance(0.3)).DefaultIfEmpty("box").ToArray();
        foreach (var agent in agents)
            events.Add(new AgentRegistered(agent, Incarnation(agent), dice.Of(Words), "0.1.0", [new(0, "cpu", dice.Of(Words))]) { At = Moment() });
        var lease = 0L;
        foreach (var name in (string[])["grid", "größe.2", "last"])
        {
            var spec = Spec(name);
            events.Add(new SweepSubmitted(spec, dice.Of(Words)) { At = Moment() });
            foreach (var run in Coordinator.Scheduling.SweepPlan.Of(spec).Runs.Where(_ => dice.Chance(0.8)))
                Train(events, spec.Name, run.Parameters.RunOf(spec.Name), run.Epochs, agents, ref lease);
            if (dice.Chance(0.4))
                events.Add(new SweepSubmitted(Spec(name), dice.Of(Words)) { At = Moment() });
            if (dice.Chance(0.2))
                events.Add(new SweepCancelled(name) { At = Moment() });
        }
        return events;
    }

    private void Train(List<JournalEvent> events, string sweep, RunId run, int epochs, string[] agents, ref long lease)
    {
        var reached = 0;
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var id = new LeaseId(++lease);
            var agent = dice.Of(agents);
            events.Add(new LeaseGranted(id, sweep, run, agent, Incarnation(agent), 0, attempt, reached, epochs) { At = Moment() });
            if (dice.Chance(0.1))
                return;
            events.Add(new LeaseStarted(id, run, new(new string('a', 64), "cpu", dice.Of(Words), "none", "0.1.0", dice.Of([Precision.Fp32, Precision.Mixed]), "")) { At = Moment() });
            var last = dice.Chance(0.6) ? epochs : dice.Between(reached, epochs);
            var diverged = false;
            while (reached < last && !diverged)
            {
                diverged = dice.Chance(0.1);
                events.Add(new EpochRecorded(id, run, Metrics(++reached, diverged), null) { At = Moment() });
            }
            if (dice.Chance(0.1))
                return;
            var outcome = diverged ? Outcome.Diverged : reached == epochs ? Outcome.Completed : dice.Of([Outcome.TrainerCrashed, Outcome.AgentLost, Outcome.OutOfMemory]);
            events.Add(new LeaseEnded(id, run, outcome, dice.Of(Words)) { At = Moment() });
            if (diverged || reached == epochs)
                return;
        }
        events.Add(new RunFailed(run, dice.Of(Words)) { At = Moment() });
    }

    private SweepSpec Spec(string name) => SomeSpec.Of(
        name, new(DatasetSpec.Shapes10, 100, 50), objective: dice.Of(Objective.Known),
        lr: new Choice([.. new[] { 1e-4, 0.001, 0.1 }.Where(_ => dice.Chance(0.6)).DefaultIfEmpty(0.1)]),
        epochs: new Choice([.. new double[] { 1, 2, 3, 5 }.Where(_ => dice.Chance(0.6)).DefaultIfEmpty(2)]),
        seed: new Choice([.. new double[] { 0, 1, 9007199254740991 }.Where(_ => dice.Chance(0.5)).DefaultIfEmpty(0)]),
        precision: Precision.Fp32, maxAttempts: SweepSpec.DefaultMaxAttempts);

    private IEnumerable<RunParameters> Runs(int count) => Enumerable.Range(0, count)
        .Select(_ => new RunParameters(dice.Of([1e-4, 3.1622776601683794E-4, 0.001, 0.1]), dice.Of([0, 1e-3]), dice.Of([8, 16]), dice.Of(Seeds))).Distinct();

    private EpochMetrics Metrics(int epoch, bool diverged) => new(
        epoch, diverged ? dice.Of(NoLosses) : dice.Of(Losses), dice.Of(Losses), diverged && dice.Chance(0.5) ? double.NaN : dice.Of(Accuracies), dice.Of([0, 0.5, 1, 1, 7.25]));

    private double? AnyNumber() => dice.Below(8) switch
    {
        0 => null,
        1 => dice.Of(NoLosses),
        2 => BitConverter.ToDouble(dice.Id().ToByteArray()),
        3 => -0.0,
        _ => dice.Of(Losses),
    };

    private string? Perhaps() => dice.Chance(0.7) ? dice.Of(Words) : null;

    /// <summary>Within three days, so that there are several in a day; often the first of one.</summary>
    private DateTimeOffset Moment() => dice.Chance(0.1) ? Began.AddHours(2) : Began.AddMilliseconds(dice.Below(3 * 86_400_000));

    private static Guid Incarnation(string agent) => new(agent.Length, 1, 1, new byte[8]);
}
