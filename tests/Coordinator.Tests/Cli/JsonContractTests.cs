using System.Text.Json;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Planning;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>Scripts rely on these names, their order and their values.</summary>
public class JsonContractTests
{
    [Fact]
    public void Best_IsAsPromised() => Pinned(
        """
        {"sweep":"s","trial":"t1","hyperparameters":{"lr":0.00031622776601683794,"epochs":3,"weightDecay":0.001,"batchSize":8,"seed":2},
        "metric":"valAccuracy","value":0.75,"epoch":3,"trials":{"total":9,"completed":6,"diverged":1,"failed":0,"pending":2}}
        """,
        new BestView("s", new("t1"), new(0.00031622776601683794, 3, 1e-3, 8, 2), "valAccuracy", 0.75, 3, new(9, 6, 1, 0, 2) { Running = 1 }) { BestEpoch = 2 });

    [Fact]
    public void BestOfNothing_IsNull() => Pinned(
        """{"sweep":"s","trial":null,"hyperparameters":null,"metric":"valLoss","value":null,"epoch":null,"trials":{"total":1,"completed":0,"diverged":0,"failed":0,"pending":1}}""",
        new BestView("s", null, null, "valLoss", null, null, new(1, 0, 0, 0, 1)));

    [Fact]
    public void Results_AreAsPromised() => Pinned(
        """
        [{"trial":"a","state":"completed","lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8,"seed":0,"trainLoss":1.25,"valLoss":1.5,"valAccuracy":0.75,
        "bestEpoch":2,"bestEpochValAccuracy":0.75,"seconds":12.5,"run":"run-a","agent":"box","attempt":1},
        {"trial":"b","state":"diverged","lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8,"seed":0,"trainLoss":"Infinity","valLoss":"NaN","valAccuracy":0.1,
        "bestEpoch":0,"bestEpochValAccuracy":"NaN","seconds":12.5,"run":"run-b","agent":"box","attempt":1},
        {"trial":"c","state":"pending","lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8,"seed":0,"trainLoss":null,"valLoss":null,"valAccuracy":null,
        "bestEpoch":null,"bestEpochValAccuracy":null,"seconds":null,"run":"run-c","agent":null,"attempt":0}]
        """,
        new[] { Rows.Completed("a", 0.75), Rows.Diverged("b"), Rows.Pending("c") });

    [Fact]
    public void Plan_IsAsPromised() => Pinned("""{"trials":9,"runs":3,"epochsIfAlone":18,"epochsPlanned":9}""", new PlanSummary(9, 3, 18, 9));

    private static readonly JsonSerializerOptions OnOneLine = new(SweepJson.Options) { WriteIndented = false };

    private static void Pinned<T>(string expected, T document) =>
        Assert.Equal(expected.ReplaceLineEndings(""), JsonSerializer.Serialize(document, OnOneLine));
}
