using ScottPlot;
using ScottPlot.TickGenerators;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>Ticks that people would have written by hand.</summary>
internal static class Ticks
{
    /// <summary>
    /// Ticks of an axis whose coordinates are log10 of the values: decades, and within less than two of them 2 and 5 as well.
    /// </summary>
    /// <param name="labels">False leaves minor ticks alone, for labels of one's own.</param>
    public static NumericManual Logarithmic(double from, double to, bool labels = true)
    {
        var ticks = new NumericManual();
        var narrow = to - from < 2.05;
        for (var decade = (int)Math.Floor(from); decade <= Math.Ceiling(to); decade++)
            for (var digit = 1; digit <= 9; digit++)
            {
                var place = decade + Math.Log10(digit);
                if (place < from - 1e-9 || place > to + 1e-9) continue;
                if (labels && (digit == 1 || (narrow && digit is 2 or 5))) ticks.AddMajor(place, Label(digit, decade));
                else ticks.AddMinor(place);
            }
        return ticks;
    }

    /// <summary>Multiples of 1, 2 or 5 with zeros, about six of them.</summary>
    public static IEnumerable<double> Nice(double from, double to)
    {
        var rough = (to - from) / 6;
        var decade = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = (rough / decade) switch { <= 1 => decade, <= 2 => 2 * decade, <= 5 => 5 * decade, _ => 10 * decade };
        for (var i = Math.Ceiling(from / step); i * step <= to; i++)
            yield return i * step;
    }

    /// <summary>Whole numbers, at most about <paramref name="count"/> of them.</summary>
    public static NumericManual Whole(int from, int to, int count = 12)
    {
        var step = Step((to - from) / (double)count);
        var ticks = new NumericManual();
        if (step > 1 && from == 1) ticks.AddMajor(1, "1");
        for (var at = step == 1 ? from : Math.Max(step, (from + step - 1) / step * step); at <= to; at += step)
            ticks.AddMajor(at, FormattableString.Invariant($"{at}"));
        return ticks;
    }

    private static int Step(double least)
    {
        for (var decade = 1; ; decade *= 10)
            foreach (var digit in new[] { 1, 2, 5 })
                if (digit * decade >= least) return digit * decade;
    }

    private static string Label(int digit, int decade) =>
        decade is >= -2 and <= 3 ? Numbers.Mark(digit * Math.Pow(10, decade)) : FormattableString.Invariant($"{digit}e{decade}");
}
