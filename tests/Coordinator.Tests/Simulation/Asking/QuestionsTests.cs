using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Simulation;
using Sweep.Coordinator.Simulation.Asking;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Tests.Simulation.Asking;

/// <summary>Questions that nobody thought of, answered by the program and by the plainest reckoning that follows docs/queries.md.</summary>
public sealed class QuestionsTests
{
    [Fact]
    public void ARandomQuestion_IsAnsweredAsItsWordsSay() => Gen.Long.Sample(IsAnswered, iter: 3000);

    /// <summary>A median of a zero and a negative zero, by which something is divided.</summary>
    [Theory]
    [InlineData(24378792517447)]
    public void AQuestionThatWasAnsweredOtherwiseOnce_IsAnsweredAsItsWordsSay(long seed) => IsAnswered(seed);

    [Fact]
    public async Task ARandomQuestion_IsAnsweredByARealHome() => await Gen.Long.SampleAsync(async seed =>
    {
        using var written = new WrittenLife(seed);
        await using var queries = await HomeQueries.Open(written.Home, Logger.None);
        await IsAnswered(written.Asked(live: false), queries, seed, 60);
    }, iter: 8, threads: 1);

    [Fact]
    public async Task ARandomQuestion_IsAnsweredOverHttp()
    {
        const int seed = 20261126;
        using var written = new WrittenLife(seed);
        await using var coordinator = await CoordinatorHost.Start(new(written.Home), Logger.None, CancellationToken.None);
        using var http = new HttpCoordinator(coordinator.Address);
        await IsAnswered(written.Asked(live: true), http, seed, 60);
    }

    private static async Task IsAnswered(AskedHome home, IQueries queries, long seed, int questions)
    {
        for (var i = 0; i < questions; i++)
        {
            var drawn = DrawnQuestion.Of(home, seed + i);
            IsAnswered(drawn, await queries.Ask(drawn.Question, CancellationToken.None), seed + i);
        }
    }

    private static void IsAnswered(long seed)
    {
        var home = new SomeHome(new(seed, 1)).Rows();
        var drawn = DrawnQuestion.Of(home, seed);
        IsAnswered(drawn, Travelled(Answered(home, drawn.Question)), seed);
    }

    private static void IsAnswered(DrawnQuestion drawn, ResultTable answer, long seed)
    {
        if (drawn.Differs(answer) is { } difference)
            Assert.Fail($"{drawn}\n{difference} (seed {seed})");
    }

    /// <summary>As a home answers, without the home.</summary>
    private static ResultTable Answered(AskedHome home, TrialQuestion question)
    {
        var query = ResultsQuery.Parse(question, TrialColumns.BuiltIn);
        var sweeps = question.All ? home.Sweeps : [home.Sweeps.First(sweep => question.Sweep is null || sweep.Name == question.Sweep)];
        var trials = sweeps.SelectMany(sweep =>
        {
            var asked = question.Removed ? sweep.Grid.AddRange(sweep.Removed) : sweep.Grid;
            var ordered = ResultsQuery.IsInNoOrder(question) ? Leaderboard.Order(sweep.Objective, asked) : asked;
            return question.Epochs ? ordered.SelectMany(trial => CurveRows.Of(trial, sweep.Curves[trial.Run])) : ordered;
        }).ToImmutableArray();
        return query.Apply(question.Epochs ? trials : CurveRows.Linked(trials));
    }

    /// <summary>There and back, as between a coordinator and its command line.</summary>
    private static ResultTable Travelled(ResultTable answer) =>
        JsonSerializer.Deserialize<ResultTable>(JsonSerializer.Serialize(answer, SweepJson.Options), SweepJson.Options)!;

    private sealed class WrittenLife : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly List<JournalEvent> events;

        public WrittenLife(long seed)
        {
            events = new SomeHome(new(seed, 1)).Life();
            Directory.CreateDirectory(Home.Folder);
            using var journal = FileJournal.Open(Home.JournalFolder);
            journal.Append(events);
        }

        public Home Home => new(folder["home"]);

        public AskedHome Asked(bool live) => AskedHome.Of(
            CoordinatorState.Replay(events), events.OfType<SweepSubmitted>().Select(submitted => submitted.Spec.Name).Reverse().Distinct(), live);

        public void Dispose() => folder.Dispose();
    }
}
