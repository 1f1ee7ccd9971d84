using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

/// <summary>The notebook's network from loops alone, in float64: what the real one must equal.</summary>
/// <param name="Parameters">Flat, as <see cref="NotebookCnn"/> lays them.</param>
internal sealed record ReferenceNetwork(double[] Parameters)
{
    private static readonly ReferenceConv2d Convolution = new(Padding: 1);

    /// <summary>[N, 10] from standardised images [N, 3, H, W].</summary>
    public double[,] Logits(double[,,,] x)
    {
        x = Leaky(Convolution.Forward(x, Kernel("conv1"), Vector("conv1.bias")));
        x = Leaky(Convolution.Forward(x, Kernel("conv2"), Vector("conv2.bias")));
        x = Pool(x, x.GetLength(2) / 2, x.GetLength(3) / 2, (window) => window.Max(), adaptive: false);
        x = Leaky(Convolution.Forward(x, Kernel("conv3"), Vector("conv3.bias")));
        x = Leaky(Convolution.Forward(x, Kernel("conv4"), Vector("conv4.bias")));
        x = Pool(x, 4, 4, window => window.Average(), adaptive: true);

        var (weight, bias) = (Vector("linear.weight"), Vector("linear.bias"));
        var z = new double[x.GetLength(0), bias.Length];
        for (var n = 0; n < z.GetLength(0); n++)
            for (var o = 0; o < bias.Length; o++)
                z[n, o] = bias[o] + Enumerable.Range(0, 512).Sum(i => weight[(o * 512) + i] * x[n, i / 16, i / 4 % 4, i % 4]);
        return z;
    }

    /// <summary>Mean cross-entropy.</summary>
    public double Loss(double[,,,] x, byte[] labels)
    {
        var z = Logits(x);
        return labels.Select((label, n) => Math.Log(Enumerable.Range(0, 10).Sum(o => Math.Exp(z[n, o]))) - z[n, label]).Average();
    }

    private double[] Vector(string name)
    {
        var place = NotebookCnn.Parameters.Single(p => p.Name == name);
        return Parameters[place.Offset..(place.Offset + place.Length)];
    }

    private double[,,,] Kernel(string name)
    {
        var shape = NotebookCnn.Parameters.Single(p => p.Name == $"{name}.weight").Shape;
        var kernel = new double[shape[0], shape[1], shape[2], shape[3]];
        Buffer.BlockCopy(Vector($"{name}.weight"), 0, kernel, 0, kernel.Length * sizeof(double));
        return kernel;
    }

    private static double[,,,] Leaky(double[,,,] x)
    {
        var y = (double[,,,])x.Clone();
        for (var n = 0; n < x.GetLength(0); n++)
            for (var c = 0; c < x.GetLength(1); c++)
                for (var i = 0; i < x.GetLength(2); i++)
                    for (var j = 0; j < x.GetLength(3); j++)
                        y[n, c, i, j] = x[n, c, i, j] < 0 ? 0.01 * x[n, c, i, j] : x[n, c, i, j];
        return y;
    }

    /// <summary>Windows of 2×2, or adaptive ones: window i of n over a length h spans ⌊ih/n⌋ to ⌈(i+1)h/n⌉.</summary>
    private static double[,,,] Pool(double[,,,] x, int height, int width, Func<IEnumerable<double>, double> of, bool adaptive)
    {
        var y = new double[x.GetLength(0), x.GetLength(1), height, width];
        for (var n = 0; n < y.GetLength(0); n++)
            for (var c = 0; c < y.GetLength(1); c++)
                for (var i = 0; i < height; i++)
                    for (var j = 0; j < width; j++)
                        y[n, c, i, j] = of(Span(i, height, x.GetLength(2)).SelectMany(row => Span(j, width, x.GetLength(3)).Select(column => x[n, c, row, column])));
        return y;

        IEnumerable<int> Span(int i, int count, int length)
        {
            var (from, to) = adaptive ? (i * length / count, (((i + 1) * length) + count - 1) / count) : (2 * i, (2 * i) + 2);
            return Enumerable.Range(from, to - from);
        }
    }
}
