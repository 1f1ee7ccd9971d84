using System.Runtime.CompilerServices;

namespace Sweep.Experiments.Training.Direct;

/// <summary>
/// The backward pass of a 3 × 3 convolution from 16 to 16 channels whose output went through 2 × 2 max pooling. Three quarters of that
/// gradient are zeros: of every four pixels only the greatest has one, and only that is computed with. The lanes are the channels that
/// went in, so that it does not matter that each channel that came out has its greatest pixel elsewhere.
/// </summary>
internal static unsafe class PooledConvolution<T> where T : struct, ILanes<T>
{
    private const int L = 16;
    private const int Taps = 9;

    /// <summary>Adds what one image gives to the gradient of the weights.</summary>
    /// <param name="x">What went in, with its border.</param>
    /// <param name="pitch">AlignedNumbers from a row of x to the next.</param>
    /// <param name="d">The gradient of the pooled map, [pixels, 16].</param>
    /// <param name="places">Of every greatest pixel: how far into x the window begins that it was computed from, [pixels, 16].</param>
    /// <param name="g">[16 out, 9, 16 in].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights(float* x, int pitch, float* d, int* places, int pixels, float* g)
    {
        for (var channel = 0; channel < L; channel++, g += Taps * L)
        {
            if (T.Roomy)
            {
                NineTaps(x, pitch, d + channel, places + channel, pixels, g);
                continue;
            }
            for (var row = 0; row < 3; row++)
                ThreeTaps(x + (row * pitch), d + channel, places + channel, pixels, g + (row * 3 * L));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NineTaps(float* x, int pitch, float* d, int* places, int pixels, float* g)
    {
        T a0 = T.Load(g), a1 = T.Load(g + L), a2 = T.Load(g + (2 * L)), a3 = T.Load(g + (3 * L)), a4 = T.Load(g + (4 * L));
        T a5 = T.Load(g + (5 * L)), a6 = T.Load(g + (6 * L)), a7 = T.Load(g + (7 * L)), a8 = T.Load(g + (8 * L));
        for (var end = d + (pixels * L); d < end; d += L, places += L)
        {
            var v = T.All(*d);
            var p = x + *places;
            a0 = T.MultiplyAdd(T.Load(p), v, a0);
            a1 = T.MultiplyAdd(T.Load(p + L), v, a1);
            a2 = T.MultiplyAdd(T.Load(p + (2 * L)), v, a2);
            p += pitch;
            a3 = T.MultiplyAdd(T.Load(p), v, a3);
            a4 = T.MultiplyAdd(T.Load(p + L), v, a4);
            a5 = T.MultiplyAdd(T.Load(p + (2 * L)), v, a5);
            p += pitch;
            a6 = T.MultiplyAdd(T.Load(p), v, a6);
            a7 = T.MultiplyAdd(T.Load(p + L), v, a7);
            a8 = T.MultiplyAdd(T.Load(p + (2 * L)), v, a8);
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
    private static void ThreeTaps(float* x, float* d, int* places, int pixels, float* g)
    {
        T a0 = T.Load(g), a1 = T.Load(g + L), a2 = T.Load(g + (2 * L));
        for (var end = d + (pixels * L); d < end; d += L, places += L)
        {
            var v = T.All(*d);
            var p = x + *places;
            a0 = T.MultiplyAdd(T.Load(p), v, a0);
            a1 = T.MultiplyAdd(T.Load(p + L), v, a1);
            a2 = T.MultiplyAdd(T.Load(p + (2 * L)), v, a2);
        }
        T.Store(a0, g);
        T.Store(a1, g + L);
        T.Store(a2, g + (2 * L));
    }

    /// <summary>
    /// The gradient of what went in, with its border, added to <paramref name="to"/>: for a row of the pooled map channel by channel, in a
    /// channel from left to right.
    /// </summary>
    /// <param name="width">Of the pooled map.</param>
    /// <param name="w">[16 out, 9, 16 in].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inputs(float* to, int pitch, float* d, int* places, int height, int width, float* w)
    {
        for (var row = 0; row < height; row++, d += width * L, places += width * L)
        {
            var taps = w;
            for (var channel = 0; channel < L; channel++, taps += Taps * L)
                AddNine(to, pitch, d + channel, places + channel, width, taps);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddNine(float* to, int pitch, float* d, int* places, int width, float* w)
    {
        T w0 = T.Load(w), w1 = T.Load(w + L), w2 = T.Load(w + (2 * L)), w3 = T.Load(w + (3 * L)), w4 = T.Load(w + (4 * L));
        T w5 = T.Load(w + (5 * L)), w6 = T.Load(w + (6 * L)), w7 = T.Load(w + (7 * L)), w8 = T.Load(w + (8 * L));
        for (var end = d + (width * L); d < end; d += L, places += L)
        {
            var v = T.All(*d);
            var p = to + *places;
            T.Store(T.MultiplyAdd(v, w0, T.Load(p)), p);
            T.Store(T.MultiplyAdd(v, w1, T.Load(p + L)), p + L);
            T.Store(T.MultiplyAdd(v, w2, T.Load(p + (2 * L))), p + (2 * L));
            p += pitch;
            T.Store(T.MultiplyAdd(v, w3, T.Load(p)), p);
            T.Store(T.MultiplyAdd(v, w4, T.Load(p + L)), p + L);
            T.Store(T.MultiplyAdd(v, w5, T.Load(p + (2 * L))), p + (2 * L));
            p += pitch;
            T.Store(T.MultiplyAdd(v, w6, T.Load(p)), p);
            T.Store(T.MultiplyAdd(v, w7, T.Load(p + L)), p + L);
            T.Store(T.MultiplyAdd(v, w8, T.Load(p + (2 * L))), p + (2 * L));
        }
    }
}
