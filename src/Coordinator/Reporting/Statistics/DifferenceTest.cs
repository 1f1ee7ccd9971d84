namespace Sweep.Coordinator.Reporting.Statistics;

/// <summary>The tests that say whether two configurations differ.</summary>
internal enum TestUsed { PairedT, WelchT, TwoProportionZ }

/// <summary>The outcome of a two-sided test of "there is no difference".</summary>
/// <param name="Difference">Mean of the second minus mean of the first.</param>
/// <param name="Statistic">t or z; infinite where there is a difference without any spread.</param>
/// <param name="Degrees">Degrees of freedom; infinite for z.</param>
/// <param name="P">Probability of a difference at least as large if there were none.</param>
internal sealed record DifferenceTest(TestUsed Test, double Difference, double Statistic, double Degrees, double P)
{
    /// <summary>
    /// The paired t-test: measurement i of both was made under the same conditions (here: with the same seed), and what the
    /// conditions do to both cancels. Student, "The probable error of a mean", Biometrika 6 (1908).
    /// </summary>
    public static DifferenceTest Paired(Sample a, Sample b)
    {
        var differences = Sample.Of(b.Values.Zip(a.Values, (y, x) => y - x));
        return WithT(TestUsed.PairedT, differences.Mean, differences.Deviation / Math.Sqrt(differences.Count), differences.Count - 1);
    }

    /// <summary>
    /// Welch's t-test, which does not take the variances for equal; degrees of freedom after Satterthwaite.
    /// B. L. Welch, "The generalization of Student's problem when several different population variances are involved", Biometrika 34 (1947).
    /// </summary>
    public static DifferenceTest Welch(Sample a, Sample b)
    {
        var (va, vb) = (a.Variance / a.Count, b.Variance / b.Count);
        var degrees = (va + vb) * (va + vb) / ((va * va / (a.Count - 1)) + (vb * vb / (b.Count - 1)));
        return WithT(TestUsed.WelchT, b.Mean - a.Mean, Math.Sqrt(va + vb), degrees);
    }

    /// <summary>The two-proportion z-test with the pooled proportion, each of <paramref name="n"/> independent trials.</summary>
    public static DifferenceTest TwoProportions(double a, double b, int n)
    {
        var pooled = (a + b) / 2;
        var z = Ratio(b - a, Math.Sqrt(2 * pooled * (1 - pooled) / n));
        return new(TestUsed.TwoProportionZ, b - a, z, double.PositiveInfinity, Normal.TwoSided(z));
    }

    private static DifferenceTest WithT(TestUsed test, double difference, double standardError, double degrees)
    {
        var t = Ratio(difference, standardError);
        return new(test, difference, t, degrees, t == 0 ? 1 : StudentT.TwoSided(t, degrees));
    }

    private static double Ratio(double difference, double standardError) => difference == 0 ? 0 : difference / standardError;
}
