using Sweep.Coordinator.Cli;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Tests.Cli;

public class ModelCommandTests
{
    private readonly OfflineCli cli = new(ModelCommand.Create);

    [Fact]
    public async Task Layers_AreShownWithShapesAndCosts()
    {
        var answer = await cli.Run("model", "--input", "3x256x128", "--batch", "16");

        Assert.Contains("notebook-cnn on a batch of 16 images of 3x256x128", answer.Out, StringComparison.Ordinal);
        Assert.Matches(@"MaxPool2d 2x2 +16x128x64 +0 +8\.0 MiB", answer.Out);
        Assert.Matches(@"Linear 512 -> 10 +10 +5,130 +640 B", answer.Out);
        Assert.Matches(@"total +21,786 ", answer.Out);
        Assert.Contains("18.75 GiB", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_HasEveryLayer()
    {
        var model = (await cli.Run("model", "--json")).Json;

        Assert.Equal(7, model.GetProperty("layers").GetArrayLength());
        Assert.Equal(21_786, model.GetProperty("parameters").GetInt64());
        Assert.Equal(20_132_659_200, model.GetProperty("fullyConnected").GetProperty("weightBytes").GetInt64());
    }

    [Fact]
    public async Task Pooling_IsComparedAtTheNotebooksResolutions()
    {
        var answer = await cli.Run("model", "--pooling", "--input", "3x64x64", "--batch", "16");

        Assert.Matches(@"none +3x32x32 +32x32x32 +327,690", answer.Out);
        Assert.Matches(@"max +3x64x64 +32x16x16 +81,930", answer.Out);
        Assert.Equal(5, System.Text.RegularExpressions.Regex.Count(answer.Out, @"adaptive +3x\d+x\d+ +32x4x4 +5,130 +21,786"));
        Assert.Equal(12, (await cli.Run("model", "--pooling", "--json")).Json.GetProperty("variants").GetArrayLength());
    }

    [Fact]
    public async Task AConvolutionTooLargeForLoops_IsRefused() => Assert.StartsWith(
        "With loops this takes 463,856,467,968 multiplications", (await Assert.ThrowsAsync<BadInputException>(() => cli.Run("model", "--convolution", "--input", "3x4096x4096", "--batch", "64"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task BadBatch_IsOneSentence() => Assert.Equal(
        "--batch 'x' must be a whole number from 1 to 65536; write for instance --batch 8.",
        (await Assert.ThrowsAsync<BadInputException>(() => cli.Run("model", "--batch", "x"))).Message);
}
