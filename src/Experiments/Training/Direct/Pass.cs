using System.Runtime.CompilerServices;

namespace Sweep.Experiments.Training.Direct;

/// <summary>
/// One image's way through the network and back, on one thread. Maps are channels last, inside a border of zeros where a convolution reads
/// them. Sizes are multiples of eight, so that tiles and windows come out even.
/// </summary>
internal sealed unsafe class Pass<T> : IDisposable where T : struct, ILanes<T>
{
    private const int L = 16;
    private const int Side = 4;
    private const int Features = Side * Side * 2 * L;
    private const float Slope = 0.01f;

    private readonly int height, width;

    // The image, what comes out of the layers, and where the greatest pixels of max pooling were.
    private readonly AlignedNumbers x, a1, rows, m, places, a3, a4, f;

    // Gradients of what comes out of the layers: the map before pooling has none of its own.
    private readonly AlignedNumbers d1, dm, d3, d4, df;

    private readonly AlignedNumbers none = new(2 * L);
    private readonly float[] z = new float[NotebookCnn.Classes];
    private readonly double[] e = new double[NotebookCnn.Classes];

    public Pass(int height, int width)
    {
        (this.height, this.width) = (height, width);
        var (large, small) = ((height + 2) * (width + 2), ((height / 2) + 2) * ((width / 2) + 2));
        x = new(large * 3);
        (a1, d1) = (new(large * L), new(large * L));
        rows = new(2 * width * L);
        (m, dm, places) = (new(small * L), new(small * L), new(small * L));
        (a3, a4, d3, d4) = (new(small * 2 * L), new(small * 2 * L), new(small * 2 * L), new(small * 2 * L));
        (f, df) = (new(Features), new(Features));
    }

    /// <summary>
    /// Where an image is written before <see cref="Forward"/>: [height, width, 3], <see cref="ImagePitch"/> from row to row.
    /// </summary>
    public float* Image => x.At + ImagePitch + 3;

    public int ImagePitch => (width + 2) * 3;

    /// <summary>The classes' scores of the image.</summary>
    public ReadOnlySpan<float> Scores => z;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(float* p, TurnedWeights turned)
    {
        var slope = T.All(Slope);
        var (pitch, half) = ((width + 2) * L, width / 2);
        for (var row = 0; row < height; row += 2)
        {
            var to = a1.At + ((row + 1) * pitch) + L;
            Convolve<T>.TwoRowsOf16(x.At + (row * ImagePitch), ImagePitch, 3, p + Offsets.Conv1, p + Offsets.Bias1, to, pitch, width);
            Leaky(to, width * L, slope);
            Leaky(to + pitch, width * L, slope);
        }
        var pooled = (half + 2) * L;
        for (var row = 0; row < height; row += 2)
        {
            Convolve<T>.TwoRowsOf16(a1.At + (row * pitch), pitch, L, turned.Conv2.At, p + Offsets.Bias2, rows.At, width * L, width);
            MaxPool(row * pitch, pitch, m.At + (((row / 2) + 1) * pooled) + L, places.Places + (row / 2 * half * L), slope);
        }
        Wide(m.At, L, p + Offsets.Conv3, p + Offsets.Bias3, a3.At, slope);
        Wide(a3.At, 2 * L, p + Offsets.Conv4, p + Offsets.Bias4, a4.At, slope);
        AveragePool();
        for (var label = 0; label < z.Length; label++)
        {
            var sum = T.All(0);
            var w = p + Offsets.Head + (label * Features);
            for (var i = 0; i < Features; i += L)
                sum = T.MultiplyAdd(T.Load(f.At + i), T.Load(w + i), sum);
            z[label] = T.Sum(sum) + p[Offsets.HeadBias + label];
        }
    }

    /// <summary>The cross-entropy of the image's scores: −log softmax(z)[label], in float64.</summary>
    public double Loss(int label)
    {
        var most = double.NegativeInfinity;
        foreach (var score in z)
            most = Math.Max(most, score);
        var sum = 0.0;
        for (var i = 0; i < z.Length; i++)
            sum += e[i] = Math.Exp(z[i] - most);
        for (var i = 0; i < z.Length; i++)
            e[i] /= sum;
        return Math.Log(sum) + most - z[label];
    }

    /// <summary>The class of the greatest score, the first where several are equal; one that is no number is the greatest.</summary>
    public int Best()
    {
        var best = 0;
        for (var i = 1; i < z.Length; i++)
        {
            if (z[i] > z[best] || (float.IsNaN(z[i]) && !float.IsNaN(z[best])))
                best = i;
        }
        return best;
    }

    /// <summary>
    /// After <see cref="Loss"/>: adds the gradient of the image's loss, divided by <paramref name="batch"/>, to <paramref name="g"/>.
    /// </summary>
    /// <param name="g">Packed.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(float* p, TurnedWeights turned, int label, int batch, float* g)
    {
        var slope = T.All(Slope);
        Head(p, label, batch, g);
        var (high, wide) = (height / 2, width / 2);
        var (pitch, small, first) = ((width + 2) * L, (wide + 2) * L, wide + 3);
        UnpoolAverage(slope);

        float* inner3 = d3.At + (first * 2 * L), inner4 = d4.At + (first * 2 * L);
        WeightGradient<T>.Of32(a3.At, 2 * L, inner4, 2 * small, high, wide, g + Offsets.Conv4);
        WeightGradient<T>.OfBias(inner4, 2 * small, 2 * L, high, wide, g + Offsets.Bias4);
        for (var row = 0; row < high; row++)
        {
            var to = inner3 + (row * 2 * small);
            Convolve<T>.RowOf32(d4.At + (row * 2 * small), 2 * small, 2 * L, turned.Conv4.At, none.At, to, wide);
            Gate(to, a3.At + (first * 2 * L) + (row * 2 * small), wide * 2 * L, slope);
        }

        WeightGradient<T>.Of32(m.At, L, inner3, 2 * small, high, wide, g + Offsets.Conv3);
        WeightGradient<T>.OfBias(inner3, 2 * small, 2 * L, high, wide, g + Offsets.Bias3);
        for (var row = 0; row < high; row += 2)
        {
            var to = dm.At + (row * wide * L);
            Convolve<T>.TwoRowsOf16(d3.At + (row * 2 * small), 2 * small, 2 * L, turned.Conv3.At, none.At, to, wide * L, wide);
            // The slope at the greatest pixel, which is what was pooled.
            Gate(to, m.At + (first * L) + (row * small), wide * L, slope);
            Gate(to + (wide * L), m.At + (first * L) + ((row + 1) * small), wide * L, slope);
        }

        PooledConvolution<T>.Weights(a1.At, pitch, dm.At, places.Places, high * wide, g + Offsets.Conv2);
        WeightGradient<T>.OfBias(dm.At, wide * L, L, high, wide, g + Offsets.Bias2);
        d1.Span.Clear();
        PooledConvolution<T>.Inputs(d1.At, pitch, dm.At, places.Places, high, wide, p + Offsets.Conv2);

        var inner1 = d1.At + pitch + L;
        for (var row = 0; row < height; row++)
            Gate(inner1 + (row * pitch), a1.At + pitch + L + (row * pitch), width * L, slope);
        WeightGradient<T>.Of16From3(x.At, inner1, pitch, height, width, g + Offsets.Conv1);
        WeightGradient<T>.OfBias(inner1, pitch, L, height, width, g + Offsets.Bias1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Wide(float* from, int channels, float* w, float* bias, float* to, T slope)
    {
        var half = width / 2;
        var (pitch, toPitch) = ((half + 2) * channels, (half + 2) * 2 * L);
        for (var row = 0; row < height / 2; row++)
        {
            var first = to + ((row + 1) * toPitch) + (2 * L);
            Convolve<T>.RowOf32(from + (row * pitch), pitch, channels, w, bias, first, half);
            Leaky(first, half * 2 * L, slope);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Leaky(float* at, int count, T slope)
    {
        for (var end = at + count; at < end; at += L)
            T.Store(T.Leaky(T.Load(at), slope), at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gate(float* d, float* y, int count, T slope)
    {
        for (var end = d + count; d < end; d += L, y += L)
            T.Store(T.LeakyGradient(T.Load(d), T.Load(y), slope), d);
    }

    /// <summary>
    /// Two rows of the convolution's sums become one of the pooled map. The leaky ReLU, which keeps an order, comes last.
    /// </summary>
    /// <param name="window">How far into the map before the convolution the first pixel's window begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MaxPool(int window, int pitch, float* to, int* where, T slope)
    {
        float* upper = rows.At, lower = upper + (width * L);
        for (var at = 0; at < width; at += 2, upper += 2 * L, lower += 2 * L, to += L, where += L, window += 2 * L)
        {
            new Span<int>(where, L).Fill(window);
            var best = T.Load(upper);
            T.Greater(T.Load(upper + L), window + L, ref best, where);
            T.Greater(T.Load(lower), window + pitch, ref best, where);
            T.Greater(T.Load(lower + L), window + pitch + L, ref best, where);
            T.Store(T.Leaky(best, slope), to);
        }
    }

    /// <summary>[height/2, width/2, 32] to [4, 4, 32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AveragePool()
    {
        var (high, wide, pitch) = (height / 2 / Side, width / 2 / Side, ((width / 2) + 2) * 2 * L);
        var share = T.All(1f / (high * wide));
        for (var cell = 0; cell < Side * Side; cell++)
            for (var half = 0; half < 2 * L; half += L)
            {
                var from = a4.At + (((cell / Side * high) + 1) * pitch) + (((cell % Side * wide) + 1) * 2 * L) + half;
                var sum = T.All(0);
                for (var row = 0; row < high; row++)
                    for (var column = 0; column < wide; column++)
                        sum = T.Add(sum, T.Load(from + (row * pitch) + (column * 2 * L)));
                T.Store(T.Multiply(sum, share), f.At + (cell * 2 * L) + half);
            }
    }

    /// <summary>The gradient before average pooling and the leaky ReLU under it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UnpoolAverage(T slope)
    {
        var (high, wide, pitch) = (height / 2 / Side, width / 2 / Side, ((width / 2) + 2) * 2 * L);
        var share = T.All(1f / (high * wide));
        for (var cell = 0; cell < Side * Side; cell++)
            for (var half = 0; half < 2 * L; half += L)
            {
                var first = (((cell / Side * high) + 1) * pitch) + (((cell % Side * wide) + 1) * 2 * L) + half;
                var d = T.Multiply(T.Load(df.At + (cell * 2 * L) + half), share);
                for (var row = 0; row < high; row++)
                    for (var column = 0; column < wide; column++)
                    {
                        var at = first + (row * pitch) + (column * 2 * L);
                        T.Store(T.LeakyGradient(d, T.Load(a4.At + at), slope), d4.At + at);
                    }
            }
    }

    /// <summary>Cross-entropy, softmax and the linear layer: adds the gradient of its parameters, and leaves that of its input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Head(float* p, int label, int batch, float* g)
    {
        df.Span.Clear();
        for (var i = 0; i < z.Length; i++)
        {
            var d = (float)((e[i] - (i == label ? 1 : 0)) / batch);
            g[Offsets.HeadBias + i] += d;
            float* w = p + Offsets.Head + (i * Features), gw = g + Offsets.Head + (i * Features);
            var all = T.All(d);
            for (var j = 0; j < Features; j += L)
            {
                T.Store(T.MultiplyAdd(all, T.Load(f.At + j), T.Load(gw + j)), gw + j);
                T.Store(T.MultiplyAdd(all, T.Load(w + j), T.Load(df.At + j)), df.At + j);
            }
        }
    }

    public void Dispose()
    {
        foreach (var numbers in new[] { x, a1, rows, m, places, a3, a4, f, d1, dm, d3, d4, df, none })
            numbers.Dispose();
    }
}
