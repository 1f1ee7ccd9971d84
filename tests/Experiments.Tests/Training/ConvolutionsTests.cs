using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

public sealed class ConvolutionsTests
{
    [Theory]
    [InlineData(2, "3x8x6", 4)]
    [InlineData(1, "1x2x3", 16)]
    public void LoopsAndLibrary_GiveTheSameNumbers(int batch, string image, int outputs)
    {
        var shape = ImageShape.Parse("--input", image);

        var compared = Convolutions.Compare(batch, shape, outputs, seed: 3);

        Assert.True(compared.Equal, $"{compared.ForwardDifference} {compared.GradientDifference}");
        Assert.Equal([batch, outputs, shape.Height, shape.Width], compared.Output);
        Assert.Equal((long)batch * outputs * shape.Values * 9, compared.MultiplyAdds);
        Assert.True(compared is { LoopForwardSeconds: > 0, LoopBackwardSeconds: > 0, LibraryForwardSeconds: > 0, LibraryBackwardSeconds: > 0 });
    }

    [Fact]
    public void OtherNumbers_WouldNotBeEqual() =>
        Assert.False((Convolutions.Compare(1, new(1, 3, 3), 1, seed: 3) with { GradientDifference = 1e-6 }).Equal);

    [Fact]
    public void TheSourceOfTheLoops_IsWhatIsCompiled()
    {
        var source = ReferenceConv2d.ForwardSource();

        Assert.StartsWith("public double[,,,] Forward(double[,,,] x, double[,,,] w, double[]? bias)\n{", source, StringComparison.Ordinal);
        Assert.Contains("sum += w[o, c, k, l] * x[n, Channel(o, c, outputs, inputs), row, column];", source, StringComparison.Ordinal);
        Assert.EndsWith("return y;\n}", source, StringComparison.Ordinal);
    }
}
