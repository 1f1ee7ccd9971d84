using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>
/// Sweeps, when they will be done, slots at work, what they get done and what went wrong, on a page of any width. Where the page has a
/// height, what there is too much of is cut, the least telling first, and what was cut is counted.
/// </summary>
internal static class StatusPage
{
    private const int MostFailures = 5;

    /// <param name="wrap">False leaves sentences on one line however long they are, so that they can be searched and piped.</param>
    public static IRenderable Of(StatusView status, int width, int height = int.MaxValue, bool wrap = true)
    {
        IRenderable Line(string text, Style? style = null) => wrap ? new Text(text, style) : new UnwrappedLine(text);

        var forecast = status.Live ? ForecastText.Sentence(status.Forecast, status.At) : null;
        var summary = Summary(status);
        var (failures, before) = Failures(status, width, height == int.MaxValue);
        var rows = status.Live ? SlotsTable.Rows(status.Agents) : [];

        List<string> sentences = [.. new[] { forecast, summary }.OfType<string>()];
        var taken = sentences.Sum(s => Lines(s, width)) + (failures.Count > 0 ? failures.Sum(f => Lines(f, width)) + 2 : 0) + 2;
        var forSlots = Math.Min(rows.Count, height == int.MaxValue ? rows.Count : Math.Max(height / 3, 3));
        var sweeps = Cut([.. status.Sweeps.OrderBy(s => s.Trials.Open() == 0)], height - taken - (forSlots > 0 ? forSlots + 2 : 0) - 1, out var moreSweeps);
        var slots = Cut(rows, height - taken - sweeps.Count - 3, out var moreSlots);

        var page = new List<IRenderable>();
        if (status.Sweeps.Length > 0)
            page.Add(SweepsTable.Of(sweeps, width));
        if (moreSweeps > 0)
            page.Add(Quiet($"and {Numbers.Of(moreSweeps, "more sweep")}"));
        page.Add(Text.Empty);
        page.AddRange(sentences.Select(s => Line(s)));
        if (slots.Count > 0)
        {
            page.Add(Text.Empty);
            page.Add(SlotsTable.Of(slots, width));
        }
        if (moreSlots > 0)
            page.Add(Quiet($"and {Numbers.Of(moreSlots, "more slot")}, {Numbers.Count(rows.Skip(slots.Count).Count(r => r.Slot.Run is not null))} at work"));
        if (failures.Count > 0)
        {
            page.Add(Text.Empty);
            page.Add(new Text("What went wrong", new Style(decoration: Decoration.Bold)));
            page.AddRange(failures.Select(f => Line(f, new Style(Color.Yellow))));
        }
        if (before > 0)
            page.Add(Quiet($"and {Numbers.Of(before, "attempt")} before"));
        return new Rows(page);
    }

    private static (List<string> Lines, int Before) Failures(StatusView status, int width, bool whole)
    {
        var most = whole ? status.Failures.Length : MostFailures;
        List<string> lines = [.. FailureText.Benched(status.Agents), .. status.Failures.Take(most).Select(f => FailureText.Line(f, status.At))];
        return (whole ? lines : [.. lines.Select(l => Cropping.Start(l, width))], status.Failures.Length - Math.Min(most, status.Failures.Length));
    }

    /// <summary><c>2 agents online, 1 offline; 4 of 6 slots at work, 1234 img/s, 12.3 epochs/min</c></summary>
    private static string Summary(StatusView status)
    {
        if (!status.Live)
            return "No coordinator is running for this home; `sweep resume` continues what was interrupted.";
        if (status.Agents.IsEmpty)
            return "A coordinator is live; no agent has joined it yet.";
        var states = status.Agents.GroupBy(a => a.State).OrderBy(g => g.Key == "online" ? 0 : 1).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        var agents = string.Join(", ", states.Select((g, i) => i == 0 ? $"{Numbers.Of(g.Count(), "agent")} {g.Key}" : $"{Numbers.Count(g.Count())} {g.Key}"));
        var slots = SlotsTable.Rows(status.Agents).Count;
        var pace = status.Throughput is { } through && status.Running.Length > 0
            ? $", {Numbers.Rate(through.ImagesPerSecond)} img/s{(through.EpochsPerMinute is { } epochs ? $", {Numbers.Rate(epochs)} epochs/min" : "")}"
            : "";
        return $"{agents}; {Numbers.Count(status.Running.Length)} of {Numbers.Of(slots, "slot")} at work{pace}";
    }

    private static IReadOnlyList<T> Cut<T>(IReadOnlyList<T> rows, int room, out int more)
    {
        // The line that counts what was cut needs a place as well.
        var shown = rows.Count <= room ? rows.Count : Math.Clamp(room - 1, 1, rows.Count);
        more = rows.Count - shown;
        return rows.Count == shown ? rows : [.. rows.Take(shown)];
    }

    private static int Lines(string text, int width) => (text.Length + width - 1) / Math.Max(width, 1);

    private static Text Quiet(string text) => new(text, new Style(Color.Grey));
}
