using System.Text.Json;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Reporting.Statistics;
using Sweep.Coordinator.Reporting.Tables;
using Sweep.Coordinator.Tests.Reporting;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Sweeps;

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
        "seeds":1,"diverged":0,"trials":["f"],"test":null,"difference":null,"p":null},"tied":[],"edges":[],"notes":[]}
        """,
        BestDocument.Of(Leaderboards.Best(SomeSweep.Of(Objective.ValAccuracy, 4, SomeTrials.Completed(epochs: 3, valAccuracy: 0.75, bestEpoch: 2, bestEpochValAccuracy: 0.875) with { Trial = new("f") }))));

    [Fact]
    public void BestOfNothing_IsNull() => Pinned(
        """
        {"sweep":"some","trial":null,"hyperparameters":null,"metric":"valAccuracy","value":null,"epoch":null,"trials":{"total":1,"completed":0,"diverged":0,"failed":0,"pending":1},
        "bestEpoch":null,"bestEpochValAccuracy":null,"configuration":null,"tied":[],"edges":[],"notes":[]}
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

    private static readonly JsonSerializerOptions OnOneLine = new(SweepJson.Options) { WriteIndented = false };

    private static void Pinned<T>(string expected, T document) =>
        Assert.Equal(expected.ReplaceLineEndings(""), JsonSerializer.Serialize(document, OnOneLine));
}
