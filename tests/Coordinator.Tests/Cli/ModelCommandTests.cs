using Sweep.Coordinator.Cli;
using Sweep.Experiments.Sweeps;

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
    public async Task BadBatch_IsOneSentence() => Assert.Equal(
        "--batch 'x' must be a whole number from 1 to 65536; write for instance --batch 8.",
        (await Assert.ThrowsAsync<BadInputException>(() => cli.Run("model", "--batch", "x"))).Message);
}
