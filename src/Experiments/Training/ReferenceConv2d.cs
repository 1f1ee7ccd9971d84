namespace Sweep.Experiments.Training;

/// <summary>
/// Two-dimensional convolution with plain loops: the notebook's exercise for volunteers, and the oracle of the tests. Strides, zero
/// padding and groups as in PyTorch's Conv2d (so really a cross-correlation); float64 throughout.
/// </summary>
/// <param name="Groups">The channels of input and output are cut into this many parts, each connected to its own only.</param>
public sealed record ReferenceConv2d(int Stride = 1, int Padding = 0, int Groups = 1)
{
    /// <param name="x">[N, Cin, H, W]</param>
    /// <param name="w">[Cout, Cin / Groups, Kh, Kw]</param>
    /// <param name="bias">[Cout], or null.</param>
    /// <returns>[N, Cout, (H + 2·Padding − Kh) / Stride + 1, (W + 2·Padding − Kw) / Stride + 1]</returns>
    public double[,,,] Forward(double[,,,] x, double[,,,] w, double[]? bias)
    {
        var (outputs, inputs, height, width) = Sizes(w);
        var y = new double[x.GetLength(0), outputs, Size(x, w, 2), Size(x, w, 3)];
        for (var n = 0; n < y.GetLength(0); n++)
            for (var o = 0; o < outputs; o++)
                for (var i = 0; i < y.GetLength(2); i++)
                    for (var j = 0; j < y.GetLength(3); j++)
                    {
                        var sum = bias?[o] ?? 0;
                        for (var c = 0; c < inputs; c++)
                            for (var k = 0; k < height; k++)
                                for (var l = 0; l < width; l++)
                                {
                                    var (row, column) = ((i * Stride) - Padding + k, (j * Stride) - Padding + l);
                                    if (Inside(x, row, column))
                                        sum += w[o, c, k, l] * x[n, Channel(o, c, outputs, inputs), row, column];
                                }
                        y[n, o, i, j] = sum;
                    }
        return y;
    }

    /// <summary>The source of <see cref="Forward"/>, as it was compiled: to be read.</summary>
    public static string ForwardSource()
    {
        using var source = new StreamReader(typeof(ReferenceConv2d).Assembly.GetManifestResourceStream("ReferenceConv2d.cs")!);
        var lines = source.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        var first = Array.FindIndex(lines, line => line.Contains("double[,,,] Forward(", StringComparison.Ordinal));
        var end = Array.FindIndex(lines, first, line => line == "    }");
        return string.Join('\n', lines[first..(end + 1)].Select(line => line.Length > 4 ? line[4..] : line));
    }

    /// <summary>The gradients with respect to input, weight and bias, given that of the output.</summary>
    /// <param name="dy">Shaped like the output of <see cref="Forward"/>.</param>
    public (double[,,,] Input, double[,,,] Weight, double[] Bias) Backward(double[,,,] dy, double[,,,] x, double[,,,] w)
    {
        var (outputs, inputs, height, width) = Sizes(w);
        var dx = new double[x.GetLength(0), x.GetLength(1), x.GetLength(2), x.GetLength(3)];
        var dw = new double[outputs, inputs, height, width];
        var db = new double[outputs];
        for (var n = 0; n < dy.GetLength(0); n++)
            for (var o = 0; o < outputs; o++)
                for (var i = 0; i < dy.GetLength(2); i++)
                    for (var j = 0; j < dy.GetLength(3); j++)
                    {
                        var d = dy[n, o, i, j];
                        db[o] += d;
                        for (var c = 0; c < inputs; c++)
                            for (var k = 0; k < height; k++)
                                for (var l = 0; l < width; l++)
                                {
                                    var (row, column) = ((i * Stride) - Padding + k, (j * Stride) - Padding + l);
                                    if (!Inside(x, row, column))
                                        continue;
                                    var channel = Channel(o, c, outputs, inputs);
                                    dw[o, c, k, l] += d * x[n, channel, row, column];
                                    dx[n, channel, row, column] += d * w[o, c, k, l];
                                }
                    }
        return (dx, dw, db);
    }

    /// <summary>The input channel that is the <paramref name="c"/>-th of those which output channel <paramref name="o"/> sees.</summary>
    private int Channel(int o, int c, int outputs, int inputs) => (o / (outputs / Groups) * inputs) + c;

    /// <summary>What lies outside is padding, and zero.</summary>
    private static bool Inside(double[,,,] x, int row, int column) =>
        row >= 0 && row < x.GetLength(2) && column >= 0 && column < x.GetLength(3);

    private static (int, int, int, int) Sizes(double[,,,] w) => (w.GetLength(0), w.GetLength(1), w.GetLength(2), w.GetLength(3));

    private int Size(double[,,,] x, double[,,,] w, int axis) => ((x.GetLength(axis) + (2 * Padding) - w.GetLength(axis)) / Stride) + 1;
}
