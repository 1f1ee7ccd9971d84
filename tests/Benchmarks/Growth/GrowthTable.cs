using System.Globalization;
using System.Text;

namespace Sweep.Benchmarks.Growth;

/// <summary>Processor seconds, by the clock in brackets, and memory by size, in Markdown, with how they grow.</summary>
internal static class GrowthTable
{
    /// <summary>What a person waits for anyway; below it, a start of the program is all that is measured.</summary>
    private const double Noise = 0.05;

    public static string Of(IReadOnlyList<Measured> all, string of)
    {
        int[] sizes = [.. all.Select(one => one.Size).Distinct().Order()];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"| {of} | {string.Join(" | ", sizes.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)))} | grows as |\n");
        text.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(sizes.Select(_ => "---|"))}---|\n");
        foreach (var what in all.GroupBy(one => one.What))
        {
            var bySize = what.ToDictionary(one => one.Size);
            text.Append(CultureInfo.InvariantCulture, $"| {what.Key} |");
            foreach (var size in sizes)
                text.Append(CultureInfo.InvariantCulture, $" {(bySize.TryGetValue(size, out var one) ? Cell(one) : "")} |");
            text.Append(CultureInfo.InvariantCulture, $" {Growth([.. what.OrderBy(one => one.Size)])} |\n");
        }
        return text.ToString();
    }

    /// <summary>
    /// The exponent b of size^b between the two largest sizes, of processor time and of memory, less what the smallest size took: that is the start
    /// of the program. Empty where there is nothing to tell.
    /// </summary>
    private static string Growth(IReadOnlyList<Measured> bySize)
    {
        if (bySize.Count < 3)
            return "";
        var (first, before, last) = (bySize[0], bySize[^2], bySize[^1]);
        var seconds = Exponent(before.Processor - first.Processor, last.Processor - first.Processor, before, last, Noise);
        var memory = first.PeakBytes is { } least
            ? Exponent(before.PeakBytes!.Value - least, last.PeakBytes!.Value - least, before, last, 4e6) : null;
        return string.Join(", ", new[] { Text("time", seconds), Text("memory", memory) }.OfType<string>());
    }

    private static double? Exponent(double before, double last, Measured small, Measured large, double noise) =>
        before < noise || last < noise ? null : Math.Log(last / before) / Math.Log((double)large.Size / small.Size);

    private static string? Text(string what, double? exponent) =>
        exponent is { } b ? string.Create(CultureInfo.InvariantCulture, $"{what} n^{b:0.00}") : null;

    private static string Cell(Measured one) => string.Create(CultureInfo.InvariantCulture,
        $"{one.Processor:0.00} s ({one.Seconds:0.0}){(one.PeakBytes is { } bytes ? $", {bytes / 1e6:0} MB" : "")}");
}
