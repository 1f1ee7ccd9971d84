using CsCheck;
using Sweep.Experiments.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training;

public sealed class ReferenceConv2dTests
{
    public ReferenceConv2dTests() => LibTorch.Load();

    private sealed record Case(int N, int Groups, int In, int Out, int Height, int Width, int Kernel, int Stride, int Padding, bool Bias, int Seed);

    private static readonly Gen<Case> Cases =
        from n in Gen.Int[1, 2]
        from groups in Gen.Int[1, 3]
        from channelsIn in Gen.Int[1, 2]
        from channelsOut in Gen.Int[1, 2]
        from kernel in Gen.Int[1, 3]
        from height in Gen.Int[3, 7]
        from width in Gen.Int[3, 7]
        from stride in Gen.Int[1, 3]
        from padding in Gen.Int[0, 2]
        from bias in Gen.Bool
        from seed in Gen.Int[0, 1_000_000]
        select new Case(n, groups, groups * channelsIn, groups * channelsOut, height, width, kernel, stride, padding, bias, seed);

    [Fact]
    public void TheLoops_EqualLibtorch_ForwardAndBackward() => Cases.Sample(c =>
    {
        var (x, weight, bias) = Draw(c);
        var conv = new ReferenceConv2d(c.Stride, c.Padding, c.Groups);
        using var scope = NewDisposeScope();
        using var xt = Tensor(x).requires_grad_();
        using var wt = Tensor(weight).requires_grad_();
        using var bt = bias is null ? null : tensor(bias).requires_grad_();
        using var yt = nn.functional.conv2d(xt, wt, bt, [c.Stride, c.Stride], [c.Padding, c.Padding], groups: c.Groups);
        using var dy = linspace(-1, 1, yt.numel(), float64).view(yt.shape);
        yt.backward([dy]);

        Assert.True(Near(yt, conv.Forward(x, weight, bias)));
        var (dx, dw, db) = conv.Backward(Array(dy), x, weight);
        Assert.True(Near(xt.grad!, dx));
        Assert.True(Near(wt.grad!, dw));
        Assert.True(bt is null || bt.grad!.allclose(tensor(db)));
    }, iter: 60, threads: 1);

    [Fact]
    public void TheGradients_EqualFiniteDifferences()
    {
        var (x, weight, bias) = Draw(new(2, 2, 4, 6, 5, 4, 3, 2, 1, true, 11));
        var conv = new ReferenceConv2d(Stride: 2, Padding: 1, Groups: 2);
        var dy = (double[,,,])conv.Forward(x, weight, bias).Clone();
        var (dx, dw, db) = conv.Backward(dy, x, weight);

        // dy is held fixed while x, weight and bias move: the objective is ⟨dy, y⟩, whose gradients are those of the backward pass.
        foreach (var (n, c, i, j) in new[] { (0, 0, 0, 0), (1, 3, 4, 3), (0, 2, 2, 1) })
            Assert.Equal(Slope(x, n, c, i, j), dx[n, c, i, j], 1e-6);
        foreach (var (o, c, k, l) in new[] { (0, 0, 0, 0), (5, 1, 2, 2), (3, 0, 1, 2) })
            Assert.Equal(Slope(weight, o, c, k, l), dw[o, c, k, l], 1e-6);
        Assert.Equal(Enumerable.Range(0, 2).Sum(n => Sum(dy, n, 4)), db[4], 1e-9);

        double Slope(double[,,,] values, int a, int b, int c, int d)
        {
            const double step = 1e-5;
            var at = values[a, b, c, d];
            values[a, b, c, d] = at + step;
            var up = Inner(dy, conv.Forward(x, weight, bias));
            values[a, b, c, d] = at - step;
            var down = Inner(dy, conv.Forward(x, weight, bias));
            values[a, b, c, d] = at;
            return (up - down) / (2 * step);
        }
    }

    private static (double[,,,] X, double[,,,] Weight, double[]? Bias) Draw(Case c)
    {
        var random = new Random(c.Seed);
        var x = Fill(new double[c.N, c.In, c.Height, c.Width]);
        var weight = Fill(new double[c.Out, c.In / c.Groups, c.Kernel, c.Kernel]);
        return (x, weight, c.Bias ? [.. Enumerable.Range(0, c.Out).Select(_ => random.NextDouble() - 0.5)] : null);

        double[,,,] Fill(double[,,,] values)
        {
            var flat = Enumerable.Range(0, values.Length).Select(_ => random.NextDouble() - 0.5).ToArray();
            Buffer.BlockCopy(flat, 0, values, 0, flat.Length * sizeof(double));
            return values;
        }
    }

    private static Tensor Tensor(double[,,,] values) => tensor(values.Cast<double>().ToArray(), [.. Enumerable.Range(0, 4).Select(i => (long)values.GetLength(i))]);

    private static double[,,,] Array(Tensor t)
    {
        var values = new double[t.shape[0], t.shape[1], t.shape[2], t.shape[3]];
        Buffer.BlockCopy(t.contiguous().data<double>().ToArray(), 0, values, 0, values.Length * sizeof(double));
        return values;
    }

    private static bool Near(Tensor actual, double[,,,] expected) => actual.allclose(Tensor(expected), rtol: 1e-9, atol: 1e-12);

    private static double Inner(double[,,,] a, double[,,,] b) => a.Cast<double>().Zip(b.Cast<double>(), (x, y) => x * y).Sum();

    private static double Sum(double[,,,] values, int n, int channel)
    {
        var sum = 0.0;
        for (var i = 0; i < values.GetLength(2); i++)
            for (var j = 0; j < values.GetLength(3); j++)
                sum += values[n, channel, i, j];
        return sum;
    }
}
