using System.Runtime.CompilerServices;

namespace Sweep.Experiments.Training.Direct;

/// <summary>The step of <see cref="AdamW"/> over packed parameters, with its constants and in its order.</summary>
internal static unsafe class PackedAdamW<T> where T : struct, ILanes<T>
{
    private const int L = 16;
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    /// <param name="p">Parameters; <paramref name="m"/> and <paramref name="v"/> are the moments.</param>
    /// <param name="g">Gradients of the parts of a batch, one after the other, which are added up in their order.</param>
    /// <param name="t">The number of the step, from 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(float* p, float* m, float* v, float* g, int parts, int count, double t, double rate, double decay)
    {
        T share1 = T.All((float)(1 - Beta1)), keep2 = T.All((float)Beta2), share2 = T.All((float)(1 - Beta2));
        T kept = T.All((float)(1 - (rate * decay))), size = T.All((float)(rate / (1 - Math.Pow(Beta1, t))));
        T correction = T.All((float)Math.Sqrt(1 - Math.Pow(Beta2, t))), epsilon = T.All((float)Epsilon);
        for (var i = 0; i < count; i += L)
        {
            var gradient = T.Load(g + i);
            for (var part = 1; part < parts; part++)
                gradient = T.Add(gradient, T.Load(g + (part * count) + i));
            var mean = T.Load(m + i);
            mean = T.MultiplyAdd(share1, T.Subtract(gradient, mean), mean);
            T.Store(mean, m + i);
            var square = T.MultiplyAdd(T.Multiply(share2, gradient), gradient, T.Multiply(T.Load(v + i), keep2));
            T.Store(square, v + i);
            var root = T.Add(T.Divide(T.SquareRoot(square), correction), epsilon);
            T.Store(T.Subtract(T.Multiply(T.Load(p + i), kept), T.Multiply(T.Divide(mean, root), size)), p + i);
        }
    }
}
