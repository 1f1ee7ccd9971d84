using CsCheck;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

/// <summary>Against closed forms where there are some, else against values computed with SciPy 1.10.</summary>
public sealed class DistributionTests
{
    private static void Close(double expected, double actual, double relative = 1e-10) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual:R} is not {expected:R}");

    [Theory]
    [InlineData(2.5, 0.1, 0.9278065440624896)]
    [InlineData(2.5, 1, 0.40406102727827353)]
    [InlineData(2.5, 30, 0.0002910647091573955)]
    [InlineData(4, 2, 0.1161165235168155)]
    [InlineData(10, 5, 0.0005373336027564525)]
    [InlineData(30, 30, 6.251791630608899e-24)]
    [InlineData(1000, 30, 1.5374687444043313e-141)]
    public void StudentsTail_IsRight_FarOutToo(double degrees, double t, double expected) => Close(expected, StudentT.TwoSided(t, degrees));

    [Fact]
    public void StudentsDistribution_HasClosedFormsForOneAndTwoDegrees() => Gen.Double[-50, 50].Sample(t =>
    {
        Assert.Equal(0.5 + (Math.Atan(t) / Math.PI), StudentT.Cdf(t, 1), 1e-13);
        Assert.Equal(0.5 + (t / (2 * Math.Sqrt(2 + (t * t)))), StudentT.Cdf(t, 2), 1e-13);
    });

    [Theory]
    [InlineData(1, 12.706204736432095)]
    [InlineData(2, 4.302652729911275)]
    [InlineData(3, 3.182446305284263)]
    [InlineData(9, 2.2621571627409915)]
    [InlineData(29, 2.045229642132703)]
    [InlineData(1000, 1.9623390808264074)]
    public void CriticalValues_AreThoseOfTheTables(double degrees, double expected) => Close(expected, StudentT.Critical(0.95, degrees), 1e-9);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.6170750774519738)]
    [InlineData(1.96, 0.04999579029644087)]
    [InlineData(2.9999, 0.00270068256590985)]
    [InlineData(-3.0001, 0.0026989098265214344)]
    [InlineData(6, 1.973175290075389e-09)]
    [InlineData(10, 1.523970604832094e-23)]
    public void TheNormalTail_IsRight_OnBothSidesOfTheSwitch(double z, double expected) => Close(expected, Normal.TwoSided(z));

    [Fact]
    public void StudentsDistribution_BecomesNormal() => Close(Normal.TwoSided(2), StudentT.TwoSided(2, 1e9), 1e-6);

    [Theory]
    [InlineData(0.5, 0.5, 0.3, 0.3690101195655454)]
    [InlineData(5, 2, 0.9, 0.885735)]
    [InlineData(100, 0.5, 0.99, 0.15677586542443941)]
    [InlineData(2.5, 7, 0.1, 0.10188029911305443)]
    public void TheIncompleteBetaFunction_IsRight(double a, double b, double x, double expected) => Close(expected, IncompleteBeta.Regularised(a, b, x, 1 - x));

    [Fact]
    public void TheLogarithmOfGamma_IsThatOfTheFactorial()
    {
        var factorial = 0.0;
        for (var n = 1; n <= 60; n++)
        {
            factorial += Math.Log(n);
            Assert.Equal(factorial, IncompleteBeta.LogGamma(n + 1), 1e-12 * Math.Max(1, factorial));
        }
        Assert.Equal(Math.Log(Math.PI) / 2, IncompleteBeta.LogGamma(0.5), 1e-14);
    }
}
