using Sweep.Suite;

namespace Sweep.Files.Tests.Suite;

public sealed class CoresAtRestTests
{
    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(2, 25, false)]
    [InlineData(2, 26, true)]
    [InlineData(2, 100, true)]
    [InlineData(8, 6, false)]
    [InlineData(8, 7, true)]
    public void ACore_IsAtRest_WhoseShareOfTheTimeWasHalfUnused(int cores, long restingOf100, bool one) =>
        Assert.Equal(one, CoresAtRest.OneWas(new(1000, 5000), new(1000 + restingOf100, 5100), cores));

    [Fact]
    public void WhereNothingCounts_NoCoreIsAtRest() => Assert.False(CoresAtRest.OneWas(default, default, 2));

    /// <summary>Guests are counted among the users; waiting for a disk is rest.</summary>
    [Fact]
    public void TheKernelsLine_IsRead() =>
        Assert.Equal(new(450, 836), CoresAtRest.Ticks.Of("cpu  100 20 200 400 50 6 10 50 70 7"));
}
