using Sweep.Experiments.Data;
using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

public class PixelStatisticsTests
{
    private static readonly Dataset Shapes = Shapes10.Generate(300, 200);

    [Fact]
    public void AfterStandardisation_TheTrainingSetHasMeanZeroAndDeviationOne()
    {
        var channels = PixelStatistics.Standardised(Shapes.Train, ChannelStatistics.Of(Shapes.Train));

        Assert.Equal(3, channels.Length);
        Assert.All(channels, c => Assert.Equal(0, c.Mean, 1e-6));
        Assert.All(channels, c => Assert.Equal(1, c.Deviation, 1e-6));
    }

    [Fact]
    public void AnotherSet_IsStandardisedByTheTrainingSet()
    {
        var (train, validation) = (ChannelStatistics.Of(Shapes.Train), ChannelStatistics.Of(Shapes.Validation));
        var channels = PixelStatistics.Standardised(Shapes.Validation, train);

        for (var c = 0; c < 3; c++)
        {
            Assert.Equal((validation.Mean[c] - train.Mean[c]) / train.Deviation[c], channels[c].Mean, 1e-6);
            Assert.Equal(validation.Deviation[c] / train.Deviation[c], channels[c].Deviation, 1e-6);
        }
    }

    [Fact]
    public void OnePicture_HasTheMomentsOfItsPixels()
    {
        var picture = new ImageSet([0, 51, 102, 255], [0], 1, 2, 2);

        Assert.Equal(new(0, 1, 0.4, Math.Sqrt(0.14)), PixelStatistics.Scaled(picture));
        Assert.Equal((1.0, 2.0), PixelStatistics.StandardisedTogether(picture, new([0.4], [0.3])) is var m ? (Math.Round(m.Max - m.Mean - 1, 6), Math.Round(m.Max, 6)) : default);
    }
}
