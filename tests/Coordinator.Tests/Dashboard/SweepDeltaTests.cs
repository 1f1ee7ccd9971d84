using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sweep.Coordinator.Dashboard;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Dashboard;

/// <summary>What follows from entries of the journal for pages, without a coordinator.</summary>
public sealed class SweepDeltaTests
{
    private static readonly RunId One = RunId.Of("0123456789abcdef");
    private static readonly RunId Two = RunId.Of("fedcba9876543210");

    [Fact]
    public void EveryKindOfEvent_TouchesTheRunsOrTheSweepThatItIsAbout()
    {
        var touched = SomeEvents.OneOfEachKind.Where(e => e is not SweepSubmitted { Source: "" })
            .ToDictionary(e => e, e => TouchedRuns.Of([new(1, e)]));

        foreach (var (e, what) in touched)
        {
            var run = e is RunsRetried or LeaseGranted or LeaseStarted or EpochRecorded or LeaseEnded or RunFailed;
            var sweep = e is SweepSubmitted or SweepCancelled or SweepResumed;
            Assert.True(what.Runs.Count == (run ? 1 : 0), $"{e.GetType().Name} touches {what.Runs.Count} runs");
            Assert.Equal(sweep ? ["some"] : [], what.Anew);
            Assert.Equal(!run && !sweep, what.None);
        }
    }

    [Fact]
    public void EpochsAreKeptByRun_InTheirOrder()
    {
        var touched = TouchedRuns.Of([new(1, Epoch(One, 1)), new(2, Epoch(Two, 4)), new(3, Epoch(One, 2))]);

        Assert.Equal([1, 2], touched.Epochs[One].Select(epoch => epoch.Epoch));
        Assert.Equal([4], touched.Epochs[Two].Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void ASweepOfWhichTooMuchChanged_IsReadAnew()
    {
        var touched = TouchedRuns.Of([new(1, Epoch(One, 1))]);
        var spec = Specs.Simulated("grid");
        SweepDelta Of(int trials) => Assert.Single(SweepDelta.Of(
            touched, Enumerable.Range(0, trials).Select(_ => Row(One)).ToLookup(row => row.Sweep),
            new Dictionary<string, SweepSpec> { ["grid"] = spec }));

        Assert.Equal(SweepDelta.MostTrials, Of(SweepDelta.MostTrials).Trials?.Length);
        Assert.Equal("""{"anew":true}""", Written(Of(SweepDelta.MostTrials + 1)));
    }

    [Fact]
    public void WhatAProgramReports_HasItsOwnColumns_AndAMetricThatIsMissingIsNull()
    {
        var touched = TouchedRuns.Of(
        [
            new(1, Epoch(One, EpochMetrics.Of(1, [new("loss", double.PositiveInfinity)], 1))),
            new(2, Epoch(One, EpochMetrics.Of(2, [new("loss", 0.5), new("f1", 0.25)], 1))),
        ]);
        var delta = Assert.Single(SweepDelta.Of(
            touched, new[] { Row(One) }.ToLookup(row => row.Sweep),
            new Dictionary<string, SweepSpec> { ["grid"] = Specs.Simulated("grid") with { Program = new(["true"]) } }));

        var epochs = JsonElement.Parse(Written(delta)).GetProperty("epochs");

        Assert.Equal("""["f1","loss"]""", epochs.GetProperty("metrics").ToString());
        Assert.Equal("""[[1,null,"Infinity"],[2,0.25,0.5]]""", epochs.GetProperty("runs").GetProperty(One.Value).ToString());
    }

    private static string Written(SweepDelta delta)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            delta.Write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static EpochRecorded Epoch(RunId run, int epoch) => Epoch(run, new EpochMetrics(epoch, 1, 1, 0.5, 1));

    private static EpochRecorded Epoch(RunId run, EpochMetrics metrics) => new(new(7), run, metrics, null) { At = Some.Noon };

    private static TrialRow Row(RunId run) => new(
        new(run.Value), TrialState.Running, new(0.1, 3, 1e-3, 8, 0), null, null, null, null, null, null, run, "box-1", 1)
    { Sweep = "grid" };
}
