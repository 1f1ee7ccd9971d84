using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Forecasting;

/// <summary>
/// When the sweeps will be done. Three times over, with every slot at the fast, the usual and the slow end of what was measured, the
/// runs that wait are dealt out as the coordinator would; the earliest, the middle and the latest end are the forecast.
/// </summary>
/// <param name="All">Of everything; null where nothing is left to train.</param>
/// <param name="Sweeps">Of each sweep with something left to train.</param>
internal sealed record Forecast(ForecastView? All, IReadOnlyDictionary<string, ForecastView> Sweeps)
{
    /// <summary>A run takes some time even where none could be measured.</summary>
    private const double LeastSeconds = 1e-3;

    public static Forecast Of(Workload work)
    {
        List<string> sweeps =
            [.. work.Slots.Select(s => s.Training?.Sweep).OfType<string>().Concat(work.Waiting.Select(w => w.Sweep)).Distinct()];
        if (sweeps.Count == 0)
            return new(null, new Dictionary<string, ForecastView>());
        var ends = new[] { Ends(work, p => p.Fast), Ends(work, p => p.Usual), Ends(work, p => p.Slow) };
        var bySweep = sweeps.ToDictionary(sweep => sweep, sweep => View(work, [.. ends.Select(e => e.GetValueOrDefault(sweep, 0))], sweep));
        var unknown = sweeps.Find(s => bySweep[s].LikelySeconds is null);
        return new(
            unknown is not null ? bySweep[unknown] : View(work, [.. ends.Select(e => e.Values.DefaultIfEmpty(0).Max())], null),
            bySweep);
    }

    /// <summary>The forecast where nobody is there to train.</summary>
    public static ForecastView Unknown(string why) => new(null, null, null, why);

    /// <returns>The end of each sweep in seconds from now; not a number from the first on that nothing is known about.</returns>
    private static Dictionary<string, double> Ends(Workload work, Func<Pace, double> of)
    {
        double? Run(WorkingSlot slot, RunKind kind, double epochs) =>
            work.Paces.EpochOn(slot.Name, slot.Device, kind) is { } pace ? epochs * of(pace) : null;

        var ends = new Dictionary<string, double>();
        void Until(string sweep, double end) =>
            ends[sweep] = ends.TryGetValue(sweep, out var before) ? double.MaxMagnitude(before, end) : end;

        var free = work.Slots.Select(s => s.Training is { } t ? Run(s, t.Kind, t.EpochsLeft) ?? double.NaN : 0).ToArray();
        for (var i = 0; i < free.Length; i++)
        {
            if (work.Slots[i].Training is { } training)
                Until(training.Sweep, free[i]);
        }
        var known = !free.Any(double.IsNaN);
        for (var i = 0; i < free.Length; i++)
        {
            if (!work.Slots[i].TakesMore)
                free[i] = double.PositiveInfinity;
        }
        foreach (var runs in work.Waiting)
        {
            var seconds = work.Slots.Select(s => Run(s, runs.Kind, runs.Epochs) + of(work.Paces.OverheadOf(runs.Kind))).ToArray();
            known &= seconds.All(s => s is not null);
            Until(runs.Sweep, known ? DealTo(work.Slots, runs, free, seconds) : double.NaN);
        }
        return ends;
    }

    private static double DealTo(IReadOnlyList<WorkingSlot> slots, WaitingRuns runs, double[] free, double?[] seconds)
    {
        int[] able = [.. Enumerable.Range(0, slots.Count).Where(i => !slots[i].Barred.Contains(runs.Sweep))];
        double[] theirs = [.. able.Select(i => free[i])];
        var end = ListScheduling.Deal(theirs, [.. able.Select(i => Math.Max(seconds[i]!.Value, LeastSeconds))], runs.Count);
        for (var i = 0; i < able.Length; i++)
            free[able[i]] = theirs[i];
        return end;
    }

    private static ForecastView View(Workload work, double[] ends, string? sweep)
    {
        if (work.Slots.Count == 0)
            return Unknown("no agent is there to train");
        if (ends.Any(double.IsNaN))
            return Unknown(work.Paces.Epochs == 0
                ? "no epoch has been measured yet"
                : $"no epoch like those of {sweep} has been measured yet");
        if (ends.Any(double.IsInfinity))
            return Unknown($"no agent that is there can take runs of {sweep}");
        Array.Sort(ends);
        return new(ends[0], ends[1], ends[2], Basis(work));
    }

    private static string Basis(Workload work)
    {
        var kinds = work.Waiting.Select(w => w.Kind).Distinct().ToList();
        var borrowing = work.Slots.Count(s =>
            kinds.Exists(k => work.Paces.IsBorrowed(s.Name, s.Device, k))
            || (s.Training is { } t && work.Paces.IsBorrowed(s.Name, s.Device, t.Kind)));
        var measured = $"{Counted.Of(work.Paces.Epochs, "measured epoch")}, {Counted.Of(work.Slots.Count, "slot")}";
        return borrowing == 0 ? measured : $"{measured} ({Counted.Of(borrowing)} at a borrowed pace)";
    }
}
