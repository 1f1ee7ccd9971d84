using System.Collections.Immutable;
using System.Globalization;
using Sweep.Coordinator.Answers;

namespace Sweep.Coordinator.Reporting.Statistics;

/// <summary>What a sweep has cost: shared epochs counted once, trials that were removed from the grid included.</summary>
/// <param name="Seconds">That its results were trained for, over all devices.</param>
/// <param name="LostSeconds">That attempts spent in vain beside them.</param>
/// <param name="Devices">The seconds by model of the device, the most first.</param>
internal sealed record Cost(double Seconds, double LostSeconds, ImmutableArray<DeviceCost> Devices)
{
    /// <summary>How many kinds of devices are named.</summary>
    private const int Named = 3;

    public static Cost Of(IEnumerable<TrialRow> trials)
    {
        TrialRow[] all = [.. trials];
        return new(
            all.Sum(trial => trial.OwnSeconds ?? 0), all.Sum(trial => trial.LostSeconds ?? 0),
            [.. all.Where(trial => trial is { OwnSeconds: > 0, Device: not null }).GroupBy(trial => trial.Device!)
                .Select(group => new DeviceCost(group.Key, group.Sum(trial => trial.OwnSeconds!.Value)))
                .OrderByDescending(device => device.Seconds).ThenBy(device => device.Device, StringComparer.Ordinal)]);
    }

    public override string ToString()
    {
        var kinds = Devices.Length == 0 ? ""
            : Devices.Length == 1 ? $" on {Devices[0].Device}"
            : $": {string.Join(", ", Devices.Take(Named).Select(device => $"{Hours(device.Seconds)} {device.Device}"))}"
                + (Devices.Length > Named ? " …" : "");
        var lost = LostSeconds > 0
            ? $"; {Hours(LostSeconds)} ({Share(LostSeconds / (Seconds + LostSeconds))} of all) lost in attempts that failed"
            : "";
        return $"{Hours(Seconds)} of device time{kinds}{lost}";
    }

    private static string Hours(double seconds) => seconds switch
    {
        < 120 => FormattableString.Invariant($"{seconds:0.#} s"),
        < 7200 => FormattableString.Invariant($"{seconds / 60:0.#} min"),
        _ => FormattableString.Invariant($"{seconds / 3600:0.##} h"),
    };

    private static string Share(double share) =>
        share < 0.001 ? "<0.1 %" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}

/// <param name="Device">Its model.</param>
internal sealed record DeviceCost(string Device, double Seconds);
