using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sweep.Experiments.Training.Direct;

/// <summary>Two registers of AVX2 with FMA.</summary>
internal readonly unsafe struct Lanes256(Vector256<float> lower, Vector256<float> upper) : ILanes<Lanes256>
{
    private const int Half = 8;

    private readonly Vector256<float> lower = lower;
    private readonly Vector256<float> upper = upper;

    public static bool Roomy => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* from) => new(Vector256.Load(from), Vector256.Load(from + Half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, float* to)
    {
        value.lower.Store(to);
        value.upper.Store(to + Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 All(float value)
    {
        var all = Vector256.Create(value);
        return new(all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(Vector256.FusedMultiplyAdd(a.lower, b.lower, c.lower), Vector256.FusedMultiplyAdd(a.upper, b.upper, c.upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Add(Lanes256 a, Lanes256 b) => new(a.lower + b.lower, a.upper + b.upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Subtract(Lanes256 a, Lanes256 b) => new(a.lower - b.lower, a.upper - b.upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Multiply(Lanes256 a, Lanes256 b) => new(a.lower * b.lower, a.upper * b.upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Divide(Lanes256 a, Lanes256 b) => new(a.lower / b.lower, a.upper / b.upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SquareRoot(Lanes256 a) => new(Vector256.Sqrt(a.lower), Vector256.Sqrt(a.upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Leaky(Lanes256 x, Lanes256 slope) => LeakyGradient(x, x, slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LeakyGradient(Lanes256 d, Lanes256 y, Lanes256 slope) =>
        new(Gated(d.lower, y.lower, slope.lower), Gated(d.upper, y.upper, slope.upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Gated(Vector256<float> d, Vector256<float> y, Vector256<float> slope) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256<float>.Zero), d, d * slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Greater(Lanes256 x, int at, ref Lanes256 best, int* places) => best = new(
        Greater(x.lower, at, best.lower, places), Greater(x.upper, at, best.upper, places + Half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Greater(Vector256<float> x, int at, Vector256<float> best, int* places)
    {
        var wins = Vector256.GreaterThan(x, best) | ~Vector256.Equals(x, x);
        Vector256.ConditionalSelect(wins.AsInt32(), Vector256.Create(at), Vector256.Load(places)).Store(places);
        return Vector256.ConditionalSelect(wins, x, best);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes256 a) => Sum(a.lower, a.upper);

    public static float Sum(Vector256<float> lower, Vector256<float> upper)
    {
        var eight = lower + upper;
        var four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
