using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Tests.Answers.Figures;

public class SizesTests
{
    [Theory]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(181_000_000, "172.6 MiB")]
    [InlineData(20_401_094_656, "19.00 GiB")]
    public void Bytes_AreInPowersOf1024(long bytes, string expected) => Assert.Equal(expected, Sizes.Of(bytes));
}
