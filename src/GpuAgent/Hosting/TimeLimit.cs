using System.Globalization;
using System.Text.RegularExpressions;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;

namespace Sweep.GpuAgent.Hosting;

/// <summary>Reads when an agent is to end: <c>--until</c>, <c>--for</c>, and the end of its job as SLURM says it.</summary>
internal static partial class TimeLimit
{
    /// <summary>Seconds since 1970, set in every job of SLURM 22.05 and later (sbatch(1), output environment variables).</summary>
    public const string SlurmVariable = "SLURM_JOB_END_TIME";

    private static readonly string[] TimesOfDay = ["H:mm", "H:mm:ss"];
    private static readonly string[] Moments =
        ["yyyy-MM-dd H:mm", "yyyy-MM-dd H:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK"];

    /// <param name="until">A time of day, whose next occurrence is meant, or a day and a time.</param>
    /// <param name="span">For instance <c>6h</c> or <c>1h30m</c>.</param>
    /// <param name="slurm">The value of <see cref="SlurmVariable"/>; what is no number is nobody's word.</param>
    /// <returns>The earliest of them; null where there is none.</returns>
    public static DateTimeOffset? Of(string? until, string? span, string? slurm, DateTimeOffset now, TimeZoneInfo zone)
    {
        DateTimeOffset?[] ends = [Moment(until, now, zone), span is null ? null : now + Span(span), JobEnd(slurm, zone)];
        return ends.Min();
    }

    private static DateTimeOffset? Moment(string? text, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (text is null)
            return null;
        var local = TimeZoneInfo.ConvertTime(now, zone);
        if (TimeOnly.TryParseExact(text, TimesOfDay, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            var today = local.Date + time.ToTimeSpan();
            return In(zone, today > local.DateTime ? today : today.AddDays(1));
        }
        if (!DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var day))
            throw new BadInputException(
                $"--until {Texts.Plain(text)} is no time; write for instance --until 08:00 or --until '2026-11-27 08:00'.");
        var moment = day.Kind is DateTimeKind.Utc ? TimeZoneInfo.ConvertTime(new DateTimeOffset(day), zone) : In(zone, day);
        return moment > now
            ? moment
            : throw new BadInputException($"--until {text} has passed; give a time to come.");
    }

    private static TimeSpan Span(string text)
    {
        var parts = SpanParts().Match(text);
        double Part(string name) =>
            parts.Groups[name] is { Success: true, Value: var number } ? double.Parse(number, CultureInfo.InvariantCulture) : 0;

        var hours = (Part("d") * 24) + Part("h") + (Part("m") / 60) + (Part("s") / 3600);
        return parts.Success && hours is > 0 and <= 24 * 366
            ? TimeSpan.FromHours(hours)
            : throw new BadInputException(
                $"--for {Texts.Plain(text)} is no length of time; write for instance --for 6h, --for 90m or --for 1h30m.");
    }

    private static DateTimeOffset? JobEnd(string? seconds, TimeZoneInfo zone) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 253_402_300_800
            ? TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(number), zone)
            : null;

    private static DateTimeOffset In(TimeZoneInfo zone, DateTime local) => new(local, zone.GetUtcOffset(local));

    private const string Number = @"\d{1,9}(?:\.\d{1,9})?";

    [GeneratedRegex($"^(?:(?<d>{Number})d)?(?:(?<h>{Number})h)?(?:(?<m>{Number})m(?:in)?)?(?:(?<s>{Number})s)?$")]
    private static partial Regex SpanParts();
}
