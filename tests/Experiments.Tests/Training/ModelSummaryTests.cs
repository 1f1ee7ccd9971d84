using Sweep.Experiments.Inputs;
using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

public class ModelSummaryTests
{
    [Fact]
    public void NotebookCnn_HasItsParameters()
    {
        var summary = ModelSummary.NotebookCnn(new ImageShape(3, 32, 32), batch: 8);

        Assert.Equal([448, 2320, 0, 4640, 9248, 0, 5130], summary.Layers.Select(l => l.Parameters));
        Assert.Equal(21_786, summary.Parameters);
        Assert.Equal(["16x32x32", "16x32x32", "16x16x16", "32x16x16", "32x16x16", "32x4x4", "10"], summary.Layers.Select(l => l.Output));
        Assert.Equal(8 * 4 * ((2 * 16 * 32 * 32) + (16 * 16 * 16) + (2 * 32 * 16 * 16) + 512 + 10), summary.ActivationBytes);
        Assert.Equal(4 * 4 * 21_786, summary.TrainingStateBytes);
    }

    [Theory]
    [InlineData("3x256x128", "16x128x64", "32x128x64")]
    [InlineData("3x33x17", "16x16x8", "32x16x8")]
    [InlineData("1x2x2", "16x1x1", "32x1x1")]
    public void AnyResolution_EndsInTheSameHead(string input, string pooled, string deep)
    {
        var summary = ModelSummary.NotebookCnn(ImageShape.Parse("--input", input), batch: 16);

        Assert.Equal((pooled, deep, "32x4x4", "10"), (summary.Layers[2].Output, summary.Layers[4].Output, summary.Layers[5].Output, summary.Layers[6].Output));
    }

    [Theory]
    [InlineData("3x32x32", "32x32x32", 327_690, "32x8x8", 20_490)]
    [InlineData("3x256x128", "32x256x128", 10_485_770, "32x64x32", 655_370)]
    public void WithoutAdaptivePooling_TheHeadGrowsWithTheInput(string input, string plain, long plainHead, string pooled, long pooledHead)
    {
        var shape = ImageShape.Parse("--input", input);

        Assert.Equal((plain, plainHead), ModelSummary.WithoutPooling(shape, 1) is var a ? (a.Features, a.HeadParameters) : default);
        Assert.Equal((pooled, pooledHead), ModelSummary.MaxPooled(shape, 1) is var b ? (b.Features, b.HeadParameters) : default);
        Assert.Equal(("32x4x4", 5_130), ModelSummary.NotebookCnn(shape, 1) is var c ? (c.Features, c.HeadParameters) : default);
    }

    [Fact]
    public void FullyConnected_NeedsEighteenAndThreeQuarterGibibytes()
    {
        var summary = ModelSummary.FullyConnected(new ImageShape(3, 4096, 4096), classes: 100);

        Assert.Equal(18.75, (summary.ParameterBytes - 400) / ModelSummary.GiB);
    }

    [Theory]
    [InlineData("32x32")]
    [InlineData("3x0x32")]
    [InlineData("3x32x-1")]
    [InlineData("axbxc")]
    [InlineData("3x99999x32")]
    public void BadShape_IsOneSentence(string text) => Assert.Equal(
        $"--input '{text}' is not channels x height x width with 1 to 4096 channels and 2 to 65536 pixels each way; write for instance --input 3x256x128.",
        Assert.Throws<BadInputException>(() => ImageShape.Parse("--input", text)).Message);
}
