using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>
/// When something will be done, in words. Never a single number without its range, and never a number without what it rests on.
/// </summary>
internal static class ForecastText
{
    /// <summary><c>3:07 min left (2:40 – 3:50 min)</c>; empty where nothing is known.</summary>
    public static string Left(ForecastView? forecast) =>
        forecast is { LikelySeconds: { } likely } ? $"{Durations.Of(likely)} left ({Range(forecast)})" : "";

    /// <summary>One sentence, or none where nothing is left to train.</summary>
    /// <param name="now">When the forecast was made.</param>
    public static string? Sentence(ForecastView? forecast, DateTimeOffset now) => forecast switch
    {
        null => null,
        { LikelySeconds: { } likely } =>
            $"Done in about {Durations.Of(likely)} ({Range(forecast)}), {At(now, likely)}, by {forecast.Basis}.",
        _ => $"When it will be done is not known: {forecast.Basis}.",
    };

    private static string Range(ForecastView forecast) =>
        Range(Durations.Of(forecast.EarliestSeconds), Durations.Of(forecast.LatestSeconds));

    /// <summary>A unit that both ends have is said once.</summary>
    private static string Range(string from, string to)
    {
        var unit = to[to.IndexOf(' ', StringComparison.Ordinal)..];
        return from.EndsWith(unit, StringComparison.Ordinal) ? $"{from[..^unit.Length]} – {to}" : $"{from} – {to}";
    }

    private static string At(DateTimeOffset now, double seconds) =>
        seconds > TimeSpan.FromDays(3650).TotalSeconds ? "in many years"
        : $"at {Times.Soon(now.AddSeconds(seconds), seconds < 20 * 3600)}";
}
