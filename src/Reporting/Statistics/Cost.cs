using System.Collections.Immutable;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Statistics;

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
            : $": {string.Join(", ", Devices.Take(Named).Select(device => $"{Durations.OfDevices(device.Seconds)} {device.Device}"))}"
                + (Devices.Length > Named ? " …" : "");
        var lost = LostSeconds > 0
            ? $"; {Durations.OfDevices(LostSeconds)} ({Numbers.Part(LostSeconds / (Seconds + LostSeconds))} of all) lost in attempts "
                + "that failed or were ended"
            : "";
        return $"{Durations.OfDevices(Seconds)} of device time{kinds}{lost}";
    }
}

/// <param name="Device">Its model.</param>
internal sealed record DeviceCost(string Device, double Seconds);
