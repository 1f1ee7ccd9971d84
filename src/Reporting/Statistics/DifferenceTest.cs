namespace Sweep.Reporting.Statistics;

/// <summary>What a comparison rests on: the spread between seeds and the chance in the validation images, or the images alone.</summary>
internal enum TestUsed { PooledT, TwoProportionZ }

/// <summary>The outcome of a two-sided test of "there is no difference".</summary>
/// <param name="Difference">Mean of the second minus mean of the first, what seeds did to one of them only set apart.</param>
/// <param name="StandardError">Of the difference.</param>
/// <param name="Degrees">Degrees of freedom; infinite for z.</param>
/// <param name="P">Probability of a difference at least as large if there were none, for a pair that was named beforehand.</param>
internal sealed record DifferenceTest(TestUsed Test, double Difference, double StandardError, double Degrees, double P)
{
    /// <summary>t or z.</summary>
    public double Statistic => Difference == 0 ? 0 : Difference / StandardError;

    public static DifferenceTest Of(TestUsed test, double difference, double standardError, double degrees)
    {
        var t = difference == 0 ? 0 : difference / standardError;
        var p = t == 0 ? 1 : double.IsInfinity(degrees) ? Normal.TwoSided(t) : StudentT.TwoSided(t, degrees);
        return new(test, difference, standardError, degrees, p);
    }
}
