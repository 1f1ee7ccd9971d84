using Sweep.Experiments.Data;
using Sweep.Experiments.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training;

public sealed class NotebookCnnTests
{
    public NotebookCnnTests() => LibTorch.Load();

    [Fact]
    public void TheNetwork_Has21786Parameters()
    {
        Assert.Equal(21_786, NotebookCnn.ParameterCount);
        Assert.Equal([432, 16, 2304, 16, 4608, 32, 9216, 32, 5120, 10], NotebookCnn.Parameters.Select(p => p.Length));
    }

    /// <summary>What checkpoints hold, and what the script cuts out of them: the places that every checkpoint ever written has.</summary>
    [Fact]
    public void TheScript_CutsTheParametersWhereTheyLieForEver() => Assert.StartsWith(
        """
        def parameters(p):
            return (p[0:432].view([16, 3, 3, 3]), p[432:448],
                p[448:2752].view([16, 16, 3, 3]), p[2752:2768],
                p[2768:7376].view([32, 16, 3, 3]), p[7376:7408],
                p[7408:16624].view([32, 32, 3, 3]), p[16624:16656],
                p[16656:21776].view([10, 512]), p[21776:21786])

        """,
        NotebookCnn.Script, StringComparison.Ordinal);

    [Fact]
    public void TheInitialisation_IsPyTorchsDefault()
    {
        var values = NotebookCnn.Initialise(seed: 3);

        foreach (var parameter in NotebookCnn.Parameters)
        {
            var bound = 1 / Math.Sqrt(parameter.FanIn);
            var own = values[parameter.Offset..(parameter.Offset + parameter.Length)];
            Assert.All(own, v => Assert.InRange(v, -bound, bound));
            if (own.Length > 1000)
                Assert.Equal(bound / Math.Sqrt(3), Math.Sqrt(own.Average(v => (double)v * v)), 0.03 * bound);
        }
        Assert.Equal([27, 27, 144, 144, 144, 144, 288, 288, 512, 512], NotebookCnn.Parameters.Select(p => p.FanIn));
    }

    [Fact]
    public void TheInitialisation_IsTheSameForEver()
    {
        var values = NotebookCnn.Initialise(seed: 0);

        Assert.Equal(values, NotebookCnn.Initialise(seed: 0));
        Assert.NotEqual(values, NotebookCnn.Initialise(seed: 1));
        Assert.Equal(Golden, values[..3]);
    }

    private static readonly float[] Golden = [0.147536397f, -0.0263548866f, -0.182275727f];

    [Theory]
    [InlineData(16, 16)]
    [InlineData(10, 13)]
    public void TheForwardPass_EqualsTheLoops(int height, int width)
    {
        var (dataset, reference) = (Dataset(height, width), new ReferenceNetwork([.. NotebookCnn.Initialise(Some.Seed)]));
        using var scope = NewDisposeScope();
        using var data = PreparedDataset.Of(dataset, CPU);
        using var state = TrainingState.From(Checkpoint.Initial(Some.Seed), CPU);
        var x = tensor(Standardised(dataset.Train).Cast<double>().ToArray(), [dataset.Train.Count, 3, height, width]).@float();

        var activations = (object[])TrainingScript.Call("activations", x, state.Values[0]);
        var logits = ((Tensor)activations[^1]).data<float>().ToArray();

        Assert.Equal(reference.Logits(Standardised(dataset.Train)).Cast<double>(), logits.Select(z => (double)z), Close);
    }

    /// <summary>The whole training step against loops and finite differences: after the first step AdamW's m is a tenth of the gradient.</summary>
    [Theory]
    [InlineData(16, 16)]
    [InlineData(10, 13)]
    public void TheGradient_EqualsFiniteDifferencesOfTheLoops(int height, int width)
    {
        var dataset = Dataset(height, width);
        using var scope = NewDisposeScope();
        using var data = PreparedDataset.Of(dataset, CPU);
        using var state = TrainingState.From(Checkpoint.Initial(Some.Seed), CPU);
        var loss = zeros([], float64);
        TrainingScript.Call("train", data.Train.Images, data.Train.Labels, data.Gain, data.Shift, height, width, arange(dataset.Train.Count, int64),
            dataset.Train.Count, 0, 1, state.Values, state.Counters, loss, 1e-3, 1e-3, (int)ScalarType.Float32, false);
        var gradient = state.Values[1].data<float>().Select(m => m / (1 - 0.9)).ToArray();

        var parameters = NotebookCnn.Initialise(Some.Seed).Select(p => (double)p).ToArray();
        var x = Standardised(dataset.Train);
        Assert.Equal(new ReferenceNetwork(parameters).Loss(x, dataset.Train.Labels), loss.item<double>() / dataset.Train.Count, 1e-5);
        foreach (var parameter in NotebookCnn.Parameters)
            foreach (var i in new[] { parameter.Offset + (parameter.Length / 3), parameter.Offset + parameter.Length - 1 })
                Assert.Equal(Slope(i), gradient[i], 1e-5);

        double Slope(int i)
        {
            const double step = 1e-6;
            return (LossAt(step) - LossAt(-step)) / (2 * step);

            double LossAt(double move)
            {
                var moved = (double[])parameters.Clone();
                moved[i] += move;
                return new ReferenceNetwork(moved).Loss(x, dataset.Train.Labels);
            }
        }
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-5;

    internal static Dataset Dataset(int height, int width)
    {
        var random = new Random(5);
        ImageSet Images(int count)
        {
            var pixels = new byte[count * 3 * height * width];
            random.NextBytes(pixels);
            return new(pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i * 3 % 10))], 3, height, width);
        }
        return Sweep.Experiments.Data.Dataset.Of("noise", Images(2), Images(2), []);
    }

    internal static double[,,,] Standardised(ImageSet set)
    {
        var statistics = ChannelStatistics.Of(set);
        var x = new double[set.Count, set.Channels, set.Height, set.Width];
        for (var i = 0; i < set.Pixels.Length; i++)
        {
            var c = i / (set.Height * set.Width) % set.Channels;
            x[i / set.ImageBytes, c, i / set.Width % set.Height, i % set.Width] = (set.Pixels[i] / 255.0 - statistics.Mean[c]) / statistics.Deviation[c];
        }
        return x;
    }
}
