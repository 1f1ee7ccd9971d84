using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>
/// A home as a coordinator leaves it, made of a real journal: a sweep of two learning rates for 1, 2 and 3 epochs, complete; the higher
/// rate diverges in its second epoch.
/// </summary>
internal sealed class WrittenHome : IDisposable
{
    public const string SweepFileText = """
        name: grid
        dataset: { name: shapes10, train: 100, validation: 50 }
        model: simulated
        space: { lr: [0.001, 0.01], epochs: [1, 2, 3] }
        """;

    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Provenance Where = new(new string('a', 64), "cpu", "a processor", "none", "0.1.0", Precision.Fp32, "");
    private readonly TemporaryFolder folder = new();

    private WrittenHome(params JournalEvent[] events)
    {
        File.WriteAllText(SweepPath, SweepFileText);
        Directory.CreateDirectory(Home.Folder);
        using var journal = FileJournal.Open(Home.JournalFolder);
        journal.Append(events);
    }

    public Home Home => new(folder["home"]);

    public string SweepPath => folder["grid.yaml"];

    public string this[string name] => folder[name];

    public static WrittenHome Complete() => new([.. Begun(), .. Good(3), Ended(1, 0.001, Outcome.Completed), .. Bad(), Ended(2, 0.01, Outcome.Diverged)]);

    /// <summary>
    /// Three learning rates near the best one, for 5 and 6 epochs, with three seeds each: the luckiest seed belongs to another
    /// configuration than the best mean.
    /// </summary>
    public const string TwoWinnersFileText = """
        name: mix
        dataset: { name: shapes10 }
        model: { name: simulated, epochMilliseconds: 1 }
        space: { lr: [7.5e-4, 8.1e-4, 8.9e-4], epochs: [5, 6], seed: [15, 25, 35] }
        """;

    public static WrittenHome TwoWinners()
    {
        var incarnation = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        var spec = SweepFile.Parse(TwoWinnersFileText, "mix.yaml");
        RunParameters[] runs = [.. from lr in (double[])[7.5e-4, 8.1e-4, 8.9e-4] from seed in (long[])[15, 25, 35] select new RunParameters(lr, 1e-3, 8, seed)];
        return new(
        [
            new CoordinatorStarted("0.1.0") { At = At },
            new SweepSubmitted(spec, TwoWinnersFileText) { At = At },
            new AgentRegistered("box-1", incarnation, "box", "0.1.0", [new(0, "cpu", "a processor")]) { At = At },
            .. runs.SelectMany((run, i) => Trained(new(i + 1), run, incarnation)),
        ]);
    }

    private static IEnumerable<JournalEvent> Trained(LeaseId lease, RunParameters parameters, Guid incarnation)
    {
        var run = parameters.RunOf("mix");
        yield return new LeaseGranted(lease, "mix", run, "box-1", incarnation, 0, 1, 0, 6) { At = At };
        yield return new LeaseStarted(lease, run, Where) { At = At };
        var state = SimulatedCurve.Initial(parameters);
        for (var epoch = 1; epoch <= 6; epoch++)
        {
            state = SimulatedCurve.Next(state);
            yield return new EpochRecorded(lease, run, SimulatedCurve.Metrics(parameters, epoch, state, 1.5), null) { At = At.AddHours(epoch) };
        }
        yield return new LeaseEnded(lease, run, Outcome.Completed, "") { At = At.AddHours(6) };
    }

    /// <summary>The complete sweep, of whose grid only the lower rate for one epoch was kept.</summary>
    public static WrittenHome Shrunk()
    {
        const string kept = "name: grid\ndataset: { name: shapes10, train: 100, validation: 50 }\nmodel: simulated\nspace: { lr: [0.001], epochs: [1] }\n";
        return new([.. Begun(), .. Good(3), Ended(1, 0.001, Outcome.Completed), .. Bad(), Ended(2, 0.01, Outcome.Diverged), new SweepSubmitted(SweepFile.Parse(kept, "grid.yaml"), kept) { At = At }]);
    }

    /// <summary>Killed after the first epoch of the first run.</summary>
    public static WrittenHome Interrupted() => new([.. Begun(), .. Good(1)]);

    /// <summary>An agent that uses <paramref name="words"/> wherever it may say anything, one of whose runs crashed with them and whose other one is in training.</summary>
    public static WrittenHome Of(string words)
    {
        var incarnation = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        var where = new Provenance(new string('a', 64), words, words, words, words, Precision.Fp32, words);
        return new(
        [
            new CoordinatorStarted("0.1.0") { At = At },
            new SweepSubmitted(SweepFile.Parse(SweepFileText, "grid.yaml"), $"{SweepFileText}# {words}") { At = At },
            new AgentRegistered(words, incarnation, words, words, [new(0, words, words), new(1, words, words)]) { At = At },
            new LeaseGranted(new(1), "grid", RunOf(0.001), words, incarnation, 0, 1, 0, 3) { At = At },
            new LeaseStarted(new(1), RunOf(0.001), where) { At = At },
            new LeaseEnded(new(1), RunOf(0.001), Outcome.TrainerCrashed, words) { At = At },
            new LeaseGranted(new(2), "grid", RunOf(0.01), words, incarnation, 1, 1, 0, 3) { At = At },
            new LeaseStarted(new(2), RunOf(0.01), where) { At = At },
            new EpochRecorded(new(2), RunOf(0.01), new(1, 2.5, 2.625, 0.125, 1.5), null) { At = At },
        ]);
    }

    public void Dispose() => folder.Dispose();

    private static JournalEvent[] Begun()
    {
        var incarnation = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        return
        [
            new CoordinatorStarted("0.1.0") { At = At },
            new SweepSubmitted(SweepFile.Parse(SweepFileText, "grid.yaml"), SweepFileText) { At = At },
            new AgentRegistered("box-1", incarnation, "box", "0.1.0", [new(0, "cpu", "a processor"), new(1, "cpu", "a processor")]) { At = At },
            new LeaseGranted(new(1), "grid", RunOf(0.001), "box-1", incarnation, 0, 1, 0, 3) { At = At },
            new LeaseStarted(new(1), RunOf(0.001), Where) { At = At },
            new LeaseGranted(new(2), "grid", RunOf(0.01), "box-1", incarnation, 1, 1, 0, 3) { At = At },
            new LeaseStarted(new(2), RunOf(0.01), Where) { At = At },
        ];
    }

    private static IEnumerable<JournalEvent> Good(int epochs) => Enumerable.Range(1, epochs).Select(epoch =>
        new EpochRecorded(new(1), RunOf(0.001), new(epoch, 2.0 / epoch, 2.25 / epoch, 0.25 * epoch, 1.5), null) { At = At });

    private static IEnumerable<JournalEvent> Bad() =>
    [
        new EpochRecorded(new(2), RunOf(0.01), new(1, 2.5, 2.625, 0.125, 1.5), null) { At = At },
        new EpochRecorded(new(2), RunOf(0.01), new(2, double.NaN, double.NaN, 0.1, 1.5), null) { At = At },
    ];

    private static LeaseEnded Ended(long lease, double lr, Outcome outcome) => new(new(lease), RunOf(lr), outcome, "") { At = At };

    private static RunId RunOf(double lr) => new RunParameters(lr, 1e-3, 8, 0).RunOf("grid");
}
