using System.Text.Json;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Experiments.Spaces;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Journal;

/// <summary>A range keeps the points that it had when it was journalled, for ever.</summary>
public class RangesInTheJournalTests
{
    private static string Written(Distribution range)
    {
        var spec = Scheduling.Some.Spec();
        var e = new SweepSubmitted(spec with { Space = spec.Space with { LearningRate = range } }, "") { At = Scheduling.Some.Noon };
        return JsonSerializer.Serialize(e, JournalJson.Default.JournalEvent);
    }

    private static IEnumerable<double> RatesOf(string line) =>
        SweepPlan.Of(Assert.IsType<SweepSubmitted>(JsonSerializer.Deserialize(line, JournalJson.Default.JournalEvent)).Spec).Trials.Select(t => t.LearningRate).Distinct();

    [Fact]
    public void WithoutDigits_ItHasFifteen()
    {
        var line = Written(new Log(1e-4, 1e-2, 5));

        Assert.DoesNotContain("digits", line, StringComparison.Ordinal);
        Assert.DoesNotContain("perDecade", line, StringComparison.Ordinal);
        Assert.Equal([1e-4, 0.000316227766016838, 1e-3, 0.00316227766016838, 1e-2], RatesOf(line));
    }

    [Fact]
    public void DigitsAndPointsPerDecade_AreWrittenWithIt()
    {
        Assert.Equal([1e-4, 0.000316228, 1e-3, 0.00316228, 1e-2], RatesOf(Written(new Log(1e-4, 1e-2, 5, 6))));
        Assert.Equal([1e-4, 0.000316228, 1e-3], RatesOf(Written(new Log(1e-4, 1e-3, null, 6, 2))));
    }

    /// <summary>The results database compares documents to the last letter.</summary>
    [Fact]
    public void AnOldRange_IsSpelledAsEver_InEveryDocument() =>
        Assert.Equal("""{"kind":"linear","from":0,"to":1,"count":3,"points":[0,0.5,1]}""", JsonSerializer.Serialize<Distribution>(new Linear(0, 1, 3), StrictJson.Options));
}
