using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sweep.Experiments.Training.Direct;

/// <summary>One register of AVX-512.</summary>
internal readonly unsafe struct Lanes512(Vector512<float> v) : ILanes<Lanes512>
{
    private readonly Vector512<float> v = v;

    public static bool Roomy => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, float* to) => value.v.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 All(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Add(Lanes512 a, Lanes512 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Subtract(Lanes512 a, Lanes512 b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Multiply(Lanes512 a, Lanes512 b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Divide(Lanes512 a, Lanes512 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 SquareRoot(Lanes512 a) => new(Vector512.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Leaky(Lanes512 x, Lanes512 slope) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(x.v, Vector512<float>.Zero), x.v, x.v * slope.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LeakyGradient(Lanes512 d, Lanes512 y, Lanes512 slope) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(y.v, Vector512<float>.Zero), d.v, d.v * slope.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Greater(Lanes512 x, int at, ref Lanes512 best, int* places)
    {
        var wins = Vector512.GreaterThan(x.v, best.v) | ~Vector512.Equals(x.v, x.v);
        best = new(Vector512.ConditionalSelect(wins, x.v, best.v));
        Vector512.ConditionalSelect(wins.AsInt32(), Vector512.Create(at), Vector512.Load(places)).Store(places);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes512 a) => Lanes256.Sum(a.v.GetLower(), a.v.GetUpper());
}
