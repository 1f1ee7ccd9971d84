using System.Text.RegularExpressions;
using CsCheck;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Hosting.Upkeep;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Simulation;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Gate;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>Whatever the gate lets in, a restart survives: it is journaled, replayed, projected, and the home fits together.</summary>
public sealed class GateAndRestartTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Const("box"), Gen.Const("Größe 2"), Gen.Const(""), Gen.Const("\e[31m"), Gen.Const(new string('x', 1100)), Gen.Const(new string('é', 64)), Gen.Const(new string('y', 200)),
        Gen.Const("../../x"), Gen.String[0, 80].Select(text => string.Concat(text.Where(c => !char.IsSurrogate(c)))));

    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Double[0, 1], Gen.Int[-2, 12].Select(i => (double)i), Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(-0.0), Gen.Const(1e308), Gen.Const(1e7), Gen.Const(double.Epsilon));

    private static readonly Gen<Distribution> Axes = Gen.Frequency(
        (30, Gen.Int[1, 6].Array[1, 3].Select(values => (Distribution)new Choice([.. values.Select(i => (double)i)]))),
        (1, Numbers.Array[0, 3].Select(values => (Distribution)new Choice(values))),
        (1, Gen.Select(Numbers, Numbers, Gen.Int[-1, 4].Nullable(), (a, b, n) => (Distribution)new Linear(a, b, n))),
        (1, Gen.Select(Numbers, Numbers, Gen.Int[-1, 4].Nullable(), Gen.Int[-1, 4].Nullable(), (a, b, n, each) => (Distribution)new Log(a, b, n, PerDecade: each))),
        (1, Gen.Select(Gen.Int[-1, 9], Gen.Int[-1, 9], Gen.Int[-1, 3], (a, b, step) => (Distribution)new Integers(a, b, step))));

    private static readonly Gen<object> Submissions = Gen.Select(
        Gen.Select(Axes, Axes, Axes, Axes, Axes, (a, b, c, d, e) => new SearchSpace(a, b, c, d, e)),
        Gen.Frequency((5, Gen.Const("s")), (5, Gen.Const("t.2")), (1, Texts)), Gen.Frequency((9, Gen.Const(DatasetSpec.Shapes10)), (1, Texts)), Gen.Int[-1, 100].Nullable(), Gen.Int[-1, 1200], Gen.Frequency((4, Gen.Const(3)), (1, Gen.Int[0, 8])), Texts,
        (space, name, dataset, limit, attempts, kind, source) => (object)new SubmitSweep(
            new(name, new(dataset, limit, null), new(ModelSpec.Simulated, kind), kind % 3 < 2 ? Objective.Known[Math.Abs(kind % 3)] : new("no metric", true), space,
                kind < 6 ? new GridSampling() : new RandomSampling(attempts, kind - 7), (Precision)(kind % 4), attempts, kind % 2 == 0),
            source));

    private static readonly Gen<object> Registrations = Gen.Select(
        Gen.OneOf(Gen.Const("box"), Texts), Texts, Texts, Gen.Select(Texts, Texts).Array[0, 3], Gen.Bool,
        (name, host, program, slots, home) => (object)new Register(
            name, new Guid(name.Length, 0, 0, new byte[8]), ProtocolVersion.Current, host, program,
            [.. slots.Select((slot, number) => new SlotDescription(number, slot.Item1, slot.Item2))], [], 0, home ? new Guid(1, 0, 0, new byte[8]) : null));

    private static readonly Gen<double> Likely = Gen.Frequency((9, Gen.Double[0, 1]), (1, Numbers));

    private static readonly Gen<object> Reports = Gen.Select(
        Gen.Int[1, 3], Gen.Int[0, 6], Gen.Int[0, 4], Likely, Likely, Likely, Gen.Frequency((3, Gen.Const("a processor")), (1, Texts)),
        (lease, kind, epoch, loss, accuracy, seconds, text) => (object)new Report("box", kind, new(lease), kind switch
        {
            0 => new RunStarted(new(new string('a', 64), text, "a processor", "none", "0.1", Precision.Fp32, "")),
            1 => new RunEnded((Outcome)epoch, text),
            _ => new EpochCompleted(new(epoch, loss, Math.Abs(loss), accuracy, seconds), null),
        }));

    private const string Request = "box asks for work";

    /// <summary>Every life begins with a run that is tried and ends, and another that goes on: what follows meets something.</summary>
    private static readonly object[] Beginning =
    [
        new SubmitSweep(Specs.Simulated("s"), ""),
        new Register("box", new Guid(3, 0, 0, new byte[8]), ProtocolVersion.Current, "host", "0.1", Scheduling.Some.Slots(1), [], 0),
        Request,
        new Report("box", 1, new(1), new RunStarted(Scheduling.Some.Provenance())),
        new Report("box", 2, new(1), new EpochCompleted(new(1, 1, 1, 0.5, 1), null)),
        new Report("box", 3, new(1), new RunEnded(Outcome.TrainerCrashed, "signal 9")),
        Request,
        new Report("box", 4, new(2), new RunStarted(Scheduling.Some.Provenance())),
    ];

    private static readonly Gen<object[]> Lives =
        Gen.OneOf(Submissions, Registrations, Reports, Reports, Gen.Const((object)Request)).Array[1, 60].Select(rest => (object[])[.. Beginning, .. rest]);

    [Fact]
    public async Task WhateverPassesTheGate_ARestartSurvives()
    {
        var kinds = new HashSet<Type>();
        await Lives.SampleAsync(life => Survives(life, kinds), iter: 60, threads: 1, print: life => string.Join(", ", life.Select(said => said.GetType().Name)));
        // A gate that lets nothing in would survive as well.
        Assert.Superset(new HashSet<Type> { typeof(SweepSubmitted), typeof(AgentRegistered), typeof(LeaseGranted), typeof(LeaseStarted), typeof(EpochRecorded), typeof(LeaseEnded) }, kinds);
    }

    private static async Task Survives(object[] life, HashSet<Type> kinds)
    {
        using var folder = new TemporaryFolder();
        var home = new Home(folder["home"]);
        var (state, events) = Lived(life);
        kinds.UnionWith(events.Select(e => e.GetType()));
        Directory.CreateDirectory(home.Folder);
        using (var journal = FileJournal.Open(home.JournalFolder))
            journal.Append(events);

        // Twice: the second start finds the database that the first one made.
        for (var start = 0; start < 2; start++)
        {
            await using var opened = await OpenHome.Open(home, Logger.None);
            Assert.Equal(TextOf(state), TextOf(opened.State));
            Assert.Empty(opened.State.LeftOut);
            Assert.Empty(opened.Projection.LeftOut);
        }
        Assert.Empty(HomeVerification.OfFolder(home, complete: false).Findings.Where(finding => finding.Kind is not FindingKind.CheckpointUnrecorded));
    }

    /// <summary>How a list is kept in memory is not part of a state.</summary>
    private static string TextOf(CoordinatorState state) => Regex.Replace(StateText.WithSpaces(state), "(Points|Values) = [^ ,}]+", "$1");

    private static (CoordinatorState State, List<JournalEvent> Events) Lived(object[] life)
    {
        var (state, events) = (new CoordinatorState(), new List<JournalEvent>());
        foreach (var command in life.Select(said => CommandOf(said, state)).OfType<Command>())
        {
            foreach (var e in Decide.About(command, state, Scheduling.Life.Terms, Scheduling.Some.Noon, _ => true).Events)
            {
                state.Apply(e);
                events.Add(e);
            }
        }
        return (state, events);
    }

    private static Command? CommandOf(object said, CoordinatorState state) => said switch
    {
        ISweepMessage wire when WireGate.Refusal(wire) is not null => null,
        Register register => new RegisterAgent(register),
        Report report => new RecordReport(report),
        Command command => command,
        _ => state.Agent("box") is { Slots.IsEmpty: false } box ? new AskForWork(new("box", box.Incarnation, box.Slots[^1].Number)) : null,
    };
}
