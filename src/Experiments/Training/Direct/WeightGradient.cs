using System.Runtime.CompilerServices;

namespace Sweep.Experiments.Training.Direct;

/// <summary>
/// What one image adds to the gradients of a 3 × 3 convolution's weights and biases. Every sum is taken over the pixels row by row, from
/// left to right, onto what earlier images gave.
/// </summary>
internal static unsafe class WeightGradient<T> where T : struct, ILanes<T>
{
    private const int L = 16;

    /// <summary>Of 32 channels.</summary>
    /// <param name="x">What went in, [height + 2, width + 2, <paramref name="channels"/>] with its border; 4 divides the channels.</param>
    /// <param name="d">The gradient of what came out: its first pixel, 32 channels each, <paramref name="dPitch"/> from row to row.</param>
    /// <param name="g">[3, 3 · channels, 32].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of32(float* x, int channels, float* d, int dPitch, int height, int width, float* g)
    {
        var pitch = (width + 2) * channels;
        for (var row = 0; row < 3; row++)
        {
            for (var tap = 0; tap < 3 * channels; tap += 4, g += 8 * L)
            {
                var from = x + (row * pitch) + tap;
                if (T.Roomy)
                {
                    FourBy32(from, pitch, channels, d, dPitch, height, width, g);
                    continue;
                }
                FourBy16(from, pitch, channels, d, dPitch, height, width, g);
                FourBy16(from, pitch, channels, d + L, dPitch, height, width, g + L);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourBy32(float* x, int pitch, int channels, float* d, int dPitch, int height, int width, float* g)
    {
        T a0 = T.Load(g), b0 = T.Load(g + L), a1 = T.Load(g + (2 * L)), b1 = T.Load(g + (3 * L));
        T a2 = T.Load(g + (4 * L)), b2 = T.Load(g + (5 * L)), a3 = T.Load(g + (6 * L)), b3 = T.Load(g + (7 * L));
        for (var row = 0; row < height; row++, x += pitch, d += dPitch)
        {
            var p = x;
            var q = d;
            for (var end = q + (width * 2 * L); q < end; q += 2 * L, p += channels)
            {
                T v = T.Load(q), u = T.Load(q + L), x0 = T.All(p[0]), x1 = T.All(p[1]), x2 = T.All(p[2]), x3 = T.All(p[3]);
                a0 = T.MultiplyAdd(x0, v, a0);
                b0 = T.MultiplyAdd(x0, u, b0);
                a1 = T.MultiplyAdd(x1, v, a1);
                b1 = T.MultiplyAdd(x1, u, b1);
                a2 = T.MultiplyAdd(x2, v, a2);
                b2 = T.MultiplyAdd(x2, u, b2);
                a3 = T.MultiplyAdd(x3, v, a3);
                b3 = T.MultiplyAdd(x3, u, b3);
            }
        }
        T.Store(a0, g);
        T.Store(b0, g + L);
        T.Store(a1, g + (2 * L));
        T.Store(b1, g + (3 * L));
        T.Store(a2, g + (4 * L));
        T.Store(b2, g + (5 * L));
        T.Store(a3, g + (6 * L));
        T.Store(b3, g + (7 * L));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourBy16(float* x, int pitch, int channels, float* d, int dPitch, int height, int width, float* g)
    {
        T a0 = T.Load(g), a1 = T.Load(g + (2 * L)), a2 = T.Load(g + (4 * L)), a3 = T.Load(g + (6 * L));
        for (var row = 0; row < height; row++, x += pitch, d += dPitch)
        {
            var p = x;
            var q = d;
            for (var end = q + (width * 2 * L); q < end; q += 2 * L, p += channels)
            {
                var v = T.Load(q);
                a0 = T.MultiplyAdd(T.All(p[0]), v, a0);
                a1 = T.MultiplyAdd(T.All(p[1]), v, a1);
                a2 = T.MultiplyAdd(T.All(p[2]), v, a2);
                a3 = T.MultiplyAdd(T.All(p[3]), v, a3);
            }
        }
        T.Store(a0, g);
        T.Store(a1, g + (2 * L));
        T.Store(a2, g + (4 * L));
        T.Store(a3, g + (6 * L));
    }

    /// <summary>Of 16 channels, of an image of three; <paramref name="g"/> is [3, 9, 16].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of16From3(float* x, float* d, int dPitch, int height, int width, float* g)
    {
        const int Channels = 3, Taps = 3 * Channels;
        var pitch = (width + 2) * Channels;
        for (var row = 0; row < 3; row++, x += pitch, g += Taps * L)
        {
            if (T.Roomy)
            {
                NineBy16(x, pitch, d, dPitch, height, width, g);
                continue;
            }
            for (var tap = 0; tap < Taps; tap += Channels)
                ThreeBy16(x + tap, pitch, d, dPitch, height, width, g + (tap * L));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NineBy16(float* x, int pitch, float* d, int dPitch, int height, int width, float* g)
    {
        T a0 = T.Load(g), a1 = T.Load(g + L), a2 = T.Load(g + (2 * L)), a3 = T.Load(g + (3 * L)), a4 = T.Load(g + (4 * L));
        T a5 = T.Load(g + (5 * L)), a6 = T.Load(g + (6 * L)), a7 = T.Load(g + (7 * L)), a8 = T.Load(g + (8 * L));
        for (var row = 0; row < height; row++, x += pitch, d += dPitch)
        {
            var p = x;
            var q = d;
            for (var end = q + (width * L); q < end; q += L, p += 3)
            {
                var v = T.Load(q);
                a0 = T.MultiplyAdd(T.All(p[0]), v, a0);
                a1 = T.MultiplyAdd(T.All(p[1]), v, a1);
                a2 = T.MultiplyAdd(T.All(p[2]), v, a2);
                a3 = T.MultiplyAdd(T.All(p[3]), v, a3);
                a4 = T.MultiplyAdd(T.All(p[4]), v, a4);
                a5 = T.MultiplyAdd(T.All(p[5]), v, a5);
                a6 = T.MultiplyAdd(T.All(p[6]), v, a6);
                a7 = T.MultiplyAdd(T.All(p[7]), v, a7);
                a8 = T.MultiplyAdd(T.All(p[8]), v, a8);
            }
        }
        T.Store(a0, g);
        T.Store(a1, g + L);
        T.Store(a2, g + (2 * L));
        T.Store(a3, g + (3 * L));
        T.Store(a4, g + (4 * L));
        T.Store(a5, g + (5 * L));
        T.Store(a6, g + (6 * L));
        T.Store(a7, g + (7 * L));
        T.Store(a8, g + (8 * L));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ThreeBy16(float* x, int pitch, float* d, int dPitch, int height, int width, float* g)
    {
        T a0 = T.Load(g), a1 = T.Load(g + L), a2 = T.Load(g + (2 * L));
        for (var row = 0; row < height; row++, x += pitch, d += dPitch)
        {
            var p = x;
            var q = d;
            for (var end = q + (width * L); q < end; q += L, p += 3)
            {
                var v = T.Load(q);
                a0 = T.MultiplyAdd(T.All(p[0]), v, a0);
                a1 = T.MultiplyAdd(T.All(p[1]), v, a1);
                a2 = T.MultiplyAdd(T.All(p[2]), v, a2);
            }
        }
        T.Store(a0, g);
        T.Store(a1, g + L);
        T.Store(a2, g + (2 * L));
    }

    /// <summary>The sum over all pixels, onto <paramref name="g"/> [<paramref name="channels"/>].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfBias(float* d, int dPitch, int channels, int height, int width, float* g)
    {
        for (var channel = 0; channel < channels; channel += L)
        {
            var sum = T.Load(g + channel);
            for (var row = 0; row < height; row++)
            {
                var q = d + (row * dPitch) + channel;
                for (var end = q + (width * channels); q < end; q += channels)
                    sum = T.Add(sum, T.Load(q));
            }
            T.Store(sum, g + channel);
        }
    }
}
