using Sweep.Coordinator.Forecasting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Forecasting;

/// <summary>
/// Labs on virtual time, forecast somewhere on their way and then trained to the end: slots of different pace, epochs that vary by a
/// fifth of it and, in the first test, slots that are slower or faster by a tenth, which nobody can foresee, from there on (standard deviations).
/// </summary>
public class ForecastAgainstTheTruthTests
{
    private const int Labs = 300;

    [Fact]
    public void TheRange_HasTheTruth_InAtLeastNineOfTenLabs_ThoughTheyDrift()
    {
        var labs = Enumerable.Range(0, Labs).Select(seed => new Lab(seed, drift: 0.1)).ToList();

        Assert.InRange(labs.Count(lab => lab.Forecast.EarliestSeconds <= lab.Truth && lab.Truth <= lab.Forecast.LatestSeconds), 0.9 * Labs, Labs);
    }

    [Fact]
    public void TheLikelyEnd_IsOffByLessThanATenth_InAtLeastNineOfTenLabs()
    {
        var labs = Enumerable.Range(0, Labs).Select(seed => new Lab(seed, drift: 0)).ToList();

        Assert.InRange(labs.Count(lab => Math.Abs(lab.Forecast.LikelySeconds!.Value - lab.Truth) < 0.1 * lab.Truth), 0.9 * Labs, Labs);
    }

    private sealed class Lab
    {
        private readonly Random random;
        private readonly double[] paces;
        private readonly double[] drifts;

        public Lab(int seed, double drift)
        {
            random = new(seed);
            paces = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => 10 * Math.Exp(random.NextDouble()))];
            drifts = [.. paces.Select(_ => Math.Exp(drift * Normal()))];
            List<int> runs = [.. Enumerable.Range(0, 12 * paces.Length).Select(_ => random.Next(1, 21)).OrderDescending()];
            var half = runs.Count / 2;
            var measured = new List<MeasuredEpoch>();
            var free = Train(runs.Take(half), new double[paces.Length], drifting: false, measured);
            var now = free.Min();
            // Slots are forecast where the first of them is free: what the others still have is measured by their usual epoch.
            WorkingSlot[] slots = [.. paces.Select((pace, i) => Some.Slot(i, free[i] > now ? new("some", Some.Kind, (free[i] - now) / pace) : null))];
            Forecast = Coordinator.Forecasting.Forecast.Of(new(slots, [.. runs.Skip(half).GroupBy(r => r).Select(g => Some.Runs(g.Key, g.Count()))], new(measured, []))).All!;
            Truth = Train(runs.Skip(half), free, drifting: true, measured).Max() - now;
        }

        public ForecastView Forecast { get; }
        public double Truth { get; }

        private double[] Train(IEnumerable<int> runs, double[] from, bool drifting, List<MeasuredEpoch> measured)
        {
            var free = (double[])from.Clone();
            foreach (var run in runs)
            {
                var slot = Array.IndexOf(free, free.Min());
                for (var epoch = 0; epoch < run; epoch++)
                {
                    var seconds = paces[slot] * (drifting ? drifts[slot] : 1) * Math.Exp(0.2 * Normal());
                    measured.Add(Some.Epoch(slot, seconds));
                    free[slot] += seconds;
                }
            }
            return free;
        }

        private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
