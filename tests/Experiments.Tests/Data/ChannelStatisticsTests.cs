using CsCheck;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public class ChannelStatisticsTests
{
    [Fact]
    public void OnePass_EqualsTwo() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int).Sample((n, c, h, w, seed) =>
    {
        var pixels = new byte[n * c * h * w];
        new Random(seed).NextBytes(pixels);
        var statistics = ChannelStatistics.Of(new(pixels, new byte[n], c, h, w));
        for (var channel = 0; channel < c; channel++)
        {
            var values = Enumerable.Range(0, pixels.Length).Where(i => i / (h * w) % c == channel).Select(i => pixels[i] / 255.0).ToList();
            var mean = values.Average();
            Assert.Equal(mean, statistics.Mean[channel], 1e-14);
            Assert.Equal(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), statistics.Deviation[channel], 1e-14);
        }
    });

    [Fact]
    public void ConstantPictures_HaveNoDeviation()
    {
        var statistics = ChannelStatistics.Of(new([.. Enumerable.Repeat((byte)77, 3 * 1024)], [0], 3, 32, 32));

        Assert.Equal([0, 0, 0], statistics.Deviation);
        Assert.Equal(77 / 255.0, statistics.Mean[2], 1e-15);
    }
}
