using System.Runtime.CompilerServices;

namespace Sweep.Experiments.Training.Direct;

/// <summary>
/// The 3 × 3 convolutions of one image, as sums that a processor's registers hold: a few pixels times sixteen or thirty-two channels at
/// once. Maps are channels last, inside a border one pixel wide. Every sum is taken row by row of the kernel, in it from left to right, in
/// it channel by channel.
/// </summary>
internal static unsafe class Convolve<T> where T : struct, ILanes<T>
{
    /// <summary>Lanes of one T.</summary>
    private const int L = 16;

    /// <summary>Pixels side by side that are computed at once.</summary>
    public const int Pixels = 4;

    /// <summary>Two rows of a map of 16 channels, the bias and the products added up.</summary>
    /// <param name="x">The pixel left above the first of the upper row, with <paramref name="channels"/> each.</param>
    /// <param name="pitch">AlignedNumbers from a row of x to the next.</param>
    /// <param name="w">[3, 3 · channels, 16].</param>
    /// <param name="y">The first pixel of the upper row.</param>
    /// <param name="yPitch">AlignedNumbers from a row of y to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwoRowsOf16(
        float* x, int pitch, int channels, float* w, float* bias, float* y, int yPitch, int width)
    {
        for (var at = 0; at < width; at += Pixels)
        {
            if (T.Roomy)
            {
                TwoRowTile(x + (at * channels), pitch, channels, w, bias, y + (at * L), yPitch);
                continue;
            }
            RowTile(x + (at * channels), pitch, channels, w, L, bias, y + (at * L), L);
            RowTile(x + pitch + (at * channels), pitch, channels, w, L, bias, y + yPitch + (at * L), L);
        }
    }

    /// <summary>A row of a map of 32 channels; <paramref name="w"/> is [3, 3 · channels, 32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RowOf32(float* x, int pitch, int channels, float* w, float* bias, float* y, int width)
    {
        for (var at = 0; at < width; at += Pixels)
        {
            if (T.Roomy)
            {
                WideTile(x + (at * channels), pitch, channels, w, bias, y + (at * 2 * L));
                continue;
            }
            RowTile(x + (at * channels), pitch, channels, w, 2 * L, bias, y + (at * 2 * L), 2 * L);
            RowTile(x + (at * channels), pitch, channels, w + L, 2 * L, bias + L, y + (at * 2 * L) + L, 2 * L);
        }
    }

    /// <summary>Four pixels of a row, sixteen of their channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowTile(float* x, int pitch, int channels, float* w, int outputs, float* bias, float* y, int yStep)
    {
        T a0 = T.Load(bias), a1 = a0, a2 = a0, a3 = a0;
        for (var row = 0; row < 3; row++, x += pitch)
        {
            float* p0 = x, p1 = p0 + channels, p2 = p1 + channels, p3 = p2 + channels, end = p3;
            for (; p0 < end; p0++, p1++, p2++, p3++, w += outputs)
            {
                var v = T.Load(w);
                a0 = T.MultiplyAdd(T.All(*p0), v, a0);
                a1 = T.MultiplyAdd(T.All(*p1), v, a1);
                a2 = T.MultiplyAdd(T.All(*p2), v, a2);
                a3 = T.MultiplyAdd(T.All(*p3), v, a3);
            }
        }
        T.Store(a0, y);
        T.Store(a1, y + yStep);
        T.Store(a2, y + (2 * yStep));
        T.Store(a3, y + (3 * yStep));
    }

    /// <summary>Four pixels of each of two rows, sixteen channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRowTile(float* x, int pitch, int channels, float* w, float* bias, float* y, int yPitch)
    {
        T a0 = T.Load(bias), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        for (var row = 0; row < 3; row++, x += pitch)
        {
            var p = x;
            var q = x + pitch;
            for (var end = p + (3 * channels); p < end; p++, q++, w += L)
            {
                var v = T.Load(w);
                a0 = T.MultiplyAdd(T.All(*p), v, a0);
                a1 = T.MultiplyAdd(T.All(p[channels]), v, a1);
                a2 = T.MultiplyAdd(T.All(p[2 * channels]), v, a2);
                a3 = T.MultiplyAdd(T.All(p[3 * channels]), v, a3);
                b0 = T.MultiplyAdd(T.All(*q), v, b0);
                b1 = T.MultiplyAdd(T.All(q[channels]), v, b1);
                b2 = T.MultiplyAdd(T.All(q[2 * channels]), v, b2);
                b3 = T.MultiplyAdd(T.All(q[3 * channels]), v, b3);
            }
        }
        T.Store(a0, y);
        T.Store(a1, y + L);
        T.Store(a2, y + (2 * L));
        T.Store(a3, y + (3 * L));
        y += yPitch;
        T.Store(b0, y);
        T.Store(b1, y + L);
        T.Store(b2, y + (2 * L));
        T.Store(b3, y + (3 * L));
    }

    /// <summary>Four pixels of a row, thirty-two channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WideTile(float* x, int pitch, int channels, float* w, float* bias, float* y)
    {
        T a0 = T.Load(bias), a1 = a0, a2 = a0, a3 = a0, b0 = T.Load(bias + L), b1 = b0, b2 = b0, b3 = b0;
        for (var row = 0; row < 3; row++, x += pitch)
        {
            var p = x;
            for (var end = p + (3 * channels); p < end; p++, w += 2 * L)
            {
                T v = T.Load(w), u = T.Load(w + L);
                T x0 = T.All(*p), x1 = T.All(p[channels]), x2 = T.All(p[2 * channels]), x3 = T.All(p[3 * channels]);
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
        T.Store(a0, y);
        T.Store(b0, y + L);
        T.Store(a1, y + (2 * L));
        T.Store(b1, y + (3 * L));
        T.Store(a2, y + (4 * L));
        T.Store(b2, y + (5 * L));
        T.Store(a3, y + (6 * L));
        T.Store(b3, y + (7 * L));
    }
}
