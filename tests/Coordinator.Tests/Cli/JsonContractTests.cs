using System.Text.Json;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Statistics;
using Sweep.Reporting.Tests;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>Scripts rely on these names, their order and their values.</summary>
public class JsonContractTests
{
    [Fact]
    public void Best_IsAsPromised() => Pinned(
        """
        {"sweep":"some","trial":"f","hyperparameters":{"lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8,"seed":0},
        "metric":"valAccuracy","value":0.75,"epoch":3,"trials":{"total":1,"completed":1,"diverged":0,"failed":0,"pending":0},"bestEpoch":2,"bestEpochValAccuracy":0.875,
        "configuration":{"lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8,"mean":0.75,"deviation":null,"interval":{"low":0.30064184258240184,"high":0.9544127391902995,"source":"validationImages"},
        "seeds":1,"diverged":0,"trials":["f"],"test":null,"difference":null,"p":null},"tied":[],"edges":[],"notes":[],
        "single":{"trial":"f","hyperparameters":{"lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8,"seed":0},"value":0.75,"epoch":3},"resolution":null,
        "cost":{"seconds":0,"lostSeconds":0,"devices":[]}}
        """,
        BestDocument.Of(Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 4, SomeTrials.Completed(epochs: 3, valAccuracy: 0.75, bestEpoch: 2, bestEpochValAccuracy: 0.875) with { Trial = new("f") }))));

    [Fact]
    public void BestOfNothing_IsNull() => Pinned(
        """
        {"sweep":"some","trial":null,"hyperparameters":null,"metric":"valAccuracy","value":null,"epoch":null,"trials":{"total":1,"completed":0,"diverged":0,"failed":0,"pending":1},
        "bestEpoch":null,"bestEpochValAccuracy":null,"configuration":null,"tied":[],"edges":[],"notes":[],
        "single":null,"resolution":null,"cost":{"seconds":0,"lostSeconds":0,"devices":[]}}
        """,
        BestDocument.Of(Leaderboards.Best(SomeSweep.Of(SomeTrials.Pending()))));

    [Fact]
    public void Results_AreAsPromised() => Assert.Equal(
        """
        [{"trial":"a","state":"completed","lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8,"seed":0,"trainLoss":1.25,"valLoss":1.5,"valAccuracy":0.75,
        "bestEpoch":2,"bestEpochValAccuracy":0.75,"seconds":12.5,"run":"run-a","agent":"box","attempt":1},
        {"trial":"b","state":"diverged","lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8,"seed":0,"trainLoss":"Infinity","valLoss":"NaN","valAccuracy":0.1,
        "bestEpoch":0,"bestEpochValAccuracy":"NaN","seconds":12.5,"run":"run-b","agent":"box","attempt":1},
        {"trial":"c","state":"pending","lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8,"seed":0,"trainLoss":null,"valLoss":null,"valAccuracy":null,
        "bestEpoch":null,"bestEpochValAccuracy":null,"seconds":null,"run":"run-c","agent":null,"attempt":0}]
        """
        .ReplaceLineEndings(""),
        JsonSerializer.Serialize(JsonDocument.Parse(JsonRows.Write(ResultsQuery.Everything.Apply([Rows.Completed("a", 0.75), Rows.Diverged("b"), Rows.Pending("c")]))), OnOneLine));

    [Fact]
    public void Plan_IsAsPromised() => Pinned("""{"trials":9,"runs":3,"epochsIfAlone":18,"epochsPlanned":9}""", new PlanSummary(9, 3, 18, 9));

    [Fact]
    public void Status_IsAsPromised()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var forecast = new ForecastView(1.5, 2, 3.5, "4 measured epochs, 1 slot");
        var run = new RunningView("s", new("r"), new(0.001, 1e-3, 8, 2), "box", 0, 1, 2, 3, 5, 10, 1.25, 100, new(1, 1.5, 1.75, 0.5, 2), 1.5);
        Pinned(
            """
            {"live":true,"sweeps":[{"name":"s","state":"running","dataset":"shapes10","model":"notebook-cnn","objective":"valAccuracy",
            "trials":{"total":1,"completed":0,"diverged":0,"failed":0,"pending":1},"runs":1,"epochsTrained":1,"epochsPlanned":3,"submittedAt":"2026-01-02T03:04:05+00:00",
            "best":{"sweep":"s","trial":null,"hyperparameters":null,"metric":"valAccuracy","value":null,"epoch":null,"trials":{"total":1,"completed":0,"diverged":0,"failed":0,"pending":1},"mean":null,"seeds":0,"single":null},
            "forecast":{"earliestSeconds":1.5,"likelySeconds":2,"latestSeconds":3.5,"basis":"4 measured epochs, 1 slot"}}],
            "running":[{"sweep":"s","run":"r","parameters":{"lr":0.001,"weightDecay":0.001,"batchSize":8,"seed":2},"agent":"box","slot":0,"attempt":1,"epoch":2,"toEpoch":3,"step":5,"steps":10,
            "trainLoss":1.25,"imagesPerSecond":100,"last":{"epoch":1,"trainLoss":1.5,"valLoss":1.75,"valAccuracy":0.5,"seconds":2},"secondsLeft":1.5}],
            "agents":[],"recent":[],"at":"2026-01-02T03:04:05+00:00","forecast":{"earliestSeconds":null,"likelySeconds":null,"latestSeconds":null,"basis":"no epoch has been measured yet"},
            "throughput":{"imagesPerSecond":100,"epochsPerMinute":null},
            "failures":[{"at":"2026-01-02T03:04:05+00:00","sweep":"s","run":"r","parameters":{"lr":0.001,"weightDecay":0.001,"batchSize":8,"seed":2},"agent":"box","slot":0,"attempt":1,
            "outcome":"trainerCrashed","detail":"signal 9","runState":"pending"}]}
            """,
            ShownStatus.Of(new StatusView(true, [new SweepView("s", SweepStatus.Running, "shapes10", "notebook-cnn", "valAccuracy", new(1, 0, 0, 0, 1), 1, 1, 3, at, new("s", null, null, "valAccuracy", null, null, new(1, 0, 0, 0, 1))) { Forecast = forecast }], [run], [])
            {
                At = at,
                Forecast = new(null, null, null, "no epoch has been measured yet"),
                Throughput = new(100, null),
                Failures = [new(at, "s", new("r"), run.Parameters, "box", 0, 1, Outcome.TrainerCrashed, "signal 9", TrialState.Pending)],
            }));
    }

    private static readonly JsonSerializerOptions OnOneLine = new(SweepJson.Options) { WriteIndented = false };

    private static void Pinned<T>(string expected, T document) =>
        Assert.Equal(expected.ReplaceLineEndings(""), JsonSerializer.Serialize(document, OnOneLine));
}
