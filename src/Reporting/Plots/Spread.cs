namespace Sweep.Reporting.Plots;

/// <summary>The middle and the ends of what several seeds achieved.</summary>
internal readonly record struct Spread(int Count, double Mean, double Min, double Max)
{
    /// <summary>Over the finite values alone; not a number where there is none.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0
            ? new(0, double.NaN, double.NaN, double.NaN)
            : new(finite.Length, finite.Average(), finite.Min(), finite.Max());
    }
}
