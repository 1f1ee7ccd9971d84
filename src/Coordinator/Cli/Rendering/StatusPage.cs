using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Tables;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>
/// Sweeps, when they will be done, slots at work, what they get done and what went wrong, on a page of any width. Where the page has a
/// height, what there is too much of is cut, the least telling first, and what was cut is counted.
/// </summary>
internal static class StatusPage
{
    private const int MostFailures = 5;

    /// <summary>From this height on there is room for headings.</summary>
    private const int Roomy = 20;

    /// <summary>What breaking lines between words may cost of each.</summary>
    private const int LongWord = 8;

    /// <param name="wrap">False leaves sentences on one line however long they are, so that they can be searched and piped.</param>
    public static IRenderable Of(StatusView status, int width, int height = int.MaxValue, bool wrap = true)
    {
        IRenderable Line(string text, Style? style = null) => wrap ? new WrappedText(text, style) : new UnwrappedLine(VisibleText.Of(text));

        var (whole, roomy) = (height == int.MaxValue, height >= Roomy);
        string?[] general =
        [
            status.Live ? ForecastText.Sentence(status.Forecast, status.At) : null,
            status.Live || whole ? Summary(status) : null,
        ];
        List<string> sentences =
            [.. status.Sweeps.Select(s => s.Waiting).Concat(general).OfType<string>().Concat(status.Findings ?? [])];
        var (failures, before) = Failures(status, width, whole ? int.MaxValue : Math.Clamp(height / 6, 1, MostFailures));
        var rows = status.Live ? SlotsTable.Rows(status.Agents) : [];
        var (forSweeps, forSlots) = Shared(
            height - sentences.Sum(s => Lines(s, width)) - 1
                - (failures.Count > 0 ? failures.Count + (roomy ? 2 : 0) : 0) - (before > 0 && roomy ? 1 : 0),
            status.Sweeps.Length + 1, rows.Count > 0 ? rows.Count + 2 : 0);
        var sweeps = Cut([.. status.Sweeps.OrderBy(s => s.Trials.Open() == 0)], forSweeps - 1, out var moreSweeps);
        var slots = Cut(rows, forSlots - 2, out var moreSlots);

        var page = new List<IRenderable>();
        if (status.Sweeps.Length > 0)
            page.Add(SweepsTable.Of(sweeps, width));
        if (moreSweeps > 0)
            page.Add(Quiet($"and {Counted.Of(moreSweeps, "more sweep")}"));
        page.Add(Text.Empty);
        page.AddRange(sentences.Select(s => Line(s)));
        if (slots.Count > 0)
        {
            page.Add(Text.Empty);
            page.Add(SlotsTable.Of(slots, width));
        }
        if (moreSlots > 0)
            page.Add(Quiet($"and {Counted.Of(moreSlots, "more slot")}, "
                + $"{Counted.Of(rows.Skip(slots.Count).Count(r => r.Slot.Run is not null))} at work"));
        if (failures.Count > 0 && roomy)
            page.AddRange([Text.Empty, new Text("What went wrong", new Style(decoration: Decoration.Bold))]);
        page.AddRange(failures.Select(f => Line(f, new Style(Color.Yellow))));
        if (before > 0 && roomy)
            page.Add(Quiet($"and {Counted.Of(before, "attempt")} before"));
        return new Rows(page);
    }

    /// <summary>
    /// Lines for sweeps and for slots: where there are not enough a third goes to the sweeps, and what one does not need to the other.
    /// </summary>
    private static (int Sweeps, int Slots) Shared(int lines, int sweeps, int slots)
    {
        var forSlots = Math.Min(slots, lines - Math.Min(sweeps, Math.Max(lines / 3, 3)));
        return (Math.Min(sweeps, lines - forSlots), forSlots);
    }

    private static (List<string> Lines, int Before) Failures(StatusView status, int width, int most)
    {
        List<string> benched = [.. FailureText.Benched(status.Agents).Take(most)];
        var waiting = status.Sweeps.Where(s => s.Waiting is not null).ToDictionary(s => s.Name, s => s.Waiting!);
        FailureView[] failures = [.. status.Failures.Where(f => !IsTold(f, waiting.GetValueOrDefault(f.Sweep)))];
        var told = Math.Min(failures.Length, Math.Max(most - benched.Count, 1));
        List<string> lines = [.. benched, .. failures.Take(told).Select(f => FailureText.Line(f, status.At))];
        return (most == int.MaxValue ? lines : [.. lines.Select(l => Cropping.Start(l, width))], failures.Length - told);
    }

    /// <summary>Whether the sentence that says why a sweep waits has all that the failure has to say.</summary>
    private static bool IsTold(FailureView failure, string? waiting) =>
        failure.Detail.Length > 0 && waiting?.Contains(failure.Detail.TrimEnd('.'), StringComparison.Ordinal) == true;

    /// <summary><c>2 agents online, 1 offline; 4 of 6 slots at work, 1234 img/s, 12.3 epochs/min</c></summary>
    private static string Summary(StatusView status)
    {
        if (!status.Live)
            return "No coordinator is running for this home"
                + (status.Sweeps.Any(s => s.State == SweepStatus.Interrupted) ? "; `sweep resume` continues what was interrupted." : ".");
        if (status.Agents.IsEmpty)
            return "A coordinator is live; no agent has joined it yet.";
        var states = status.Agents.GroupBy(a => a.State).OrderBy(g => g.Key).ToList();
        var agents = string.Join(", ", states.Select((g, i) =>
            $"{(i == 0 ? Counted.Of(g.Count(), "agent") : Counted.Of(g.Count()))} {g.Key.Word()}"));
        var slots = SlotsTable.Rows(status.Agents).Count;
        var pace = status.Throughput is { } through && status.Running.Length > 0
            ? $", {Numbers.Rate(through.ImagesPerSecond)} img/s"
                + $"{(through.EpochsPerMinute is { } epochs ? $", {Numbers.Rate(epochs)} epochs/min" : "")}"
            : "";
        return $"{agents}; {Counted.Of(status.Running.Length)} of {Counted.Of(slots, "slot")} at work{pace}";
    }

    private static IReadOnlyList<T> Cut<T>(IReadOnlyList<T> rows, int room, out int more)
    {
        // The line that counts what was cut needs a place as well.
        var shown = rows.Count <= Math.Max(room, 0) ? rows.Count : Math.Clamp(room - 1, 1, rows.Count);
        more = rows.Count - shown;
        return rows.Count == shown ? rows : [.. rows.Take(shown)];
    }

    private static int Lines(string text, int width) => (text.Length / Math.Max(width - LongWord, 1)) + 1;

    private static Text Quiet(string text) => new(text, new Style(Color.Grey));
}
