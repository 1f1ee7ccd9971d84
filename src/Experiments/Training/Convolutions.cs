using System.Diagnostics;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>The loops of <see cref="ReferenceConv2d"/> beside the library's convolution.</summary>
public static class Convolutions
{
    /// <summary>How often the library is timed; the fastest counts, because what comes before is warming up.</summary>
    private const int LibraryRepeats = 5;

    /// <summary>
    /// Runs both, forwards and backwards, in float64 with 3 × 3 kernels and padding 1, as the network's layers have them.
    /// </summary>
    /// <param name="seed">Of the input, the weights and the gradient of the output, uniform in ±½.</param>
    public static ConvolutionComparison Compare(int batch, ImageShape image, int outputs, int seed)
    {
        LibTorch.Load();
        var random = new SplitMix64((ulong)seed);
        var x = Fill(new double[batch, image.Channels, image.Height, image.Width]);
        var weight = Fill(new double[outputs, image.Channels, 3, 3]);
        double[] bias = [.. Enumerable.Range(0, outputs).Select(_ => random.NextUnit() - 0.5)];
        var dy = Fill(new double[batch, outputs, image.Height, image.Width]);

        var loops = new ReferenceConv2d(Padding: 1);
        var (y, forward) = Timed(() => loops.Forward(x, weight, bias));
        var (gradients, backward) = Timed(() => loops.Backward(dy, x, weight));

        using var scope = NewDisposeScope();
        var (xt, wt, bt) = (Leaf(x), Leaf(weight), tensor(bias).requires_grad_());
        var (yt, libraryForward) = Fastest(() => nn.functional.conv2d(xt, wt, bt, padding: [1, 1]));
        var dyt = Of(dy);
        var (_, libraryBackward) = Fastest(() =>
        {
            xt.grad = wt.grad = bt.grad = null;
            yt.backward([dyt], retain_graph: true);
            return 0;
        });
        return new(
            xt.shape, yt.shape, yt.numel() * image.Channels * 9, Difference(yt, Of(y)),
            new[]
            {
                Difference(xt.grad!, Of(gradients.Input)),
                Difference(wt.grad!, Of(gradients.Weight)),
                Difference(bt.grad!, tensor(gradients.Bias)),
            }.Max(),
            forward, backward, libraryForward, libraryBackward);

        double[,,,] Fill(double[,,,] values)
        {
            var flat = new double[values.Length];
            for (var i = 0; i < flat.Length; i++)
                flat[i] = random.NextUnit() - 0.5;
            Buffer.BlockCopy(flat, 0, values, 0, flat.Length * sizeof(double));
            return values;
        }
    }

    private static Tensor Of(double[,,,] values) =>
        tensor(values.Cast<double>().ToArray(), [.. Enumerable.Range(0, 4).Select(i => (long)values.GetLength(i))]);

    private static Tensor Leaf(double[,,,] values) => Of(values).requires_grad_();

    private static double Difference(Tensor a, Tensor b) => (a.detach() - b).abs().max().item<double>();

    private static (T Value, double Seconds) Timed<T>(Func<T> work)
    {
        var began = Stopwatch.GetTimestamp();
        var value = work();
        return (value, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static (T Value, double Seconds) Fastest<T>(Func<T> work) =>
        Enumerable.Range(0, LibraryRepeats).Select(_ => Timed(work)).MinBy(t => t.Seconds);
}
