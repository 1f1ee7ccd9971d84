namespace Sweep.Experiments.Training.Direct;

/// <summary>
/// Sixteen float32 side by side, in one register of AVX-512 or in two of AVX2. Every lane is computed alone, in the order that is written
/// down, so that both give the same bits.
/// </summary>
internal unsafe interface ILanes<T> where T : struct, ILanes<T>
{
    /// <summary>Whether there are registers for sixteen of these beside what they are computed from; else for four.</summary>
    static abstract bool Roomy { get; }

    static abstract T Load(float* from);
    static abstract void Store(T value, float* to);
    static abstract T All(float value);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    static abstract T Add(T a, T b);
    static abstract T Subtract(T a, T b);
    static abstract T Multiply(T a, T b);
    static abstract T Divide(T a, T b);
    static abstract T SquareRoot(T a);

    /// <summary>x where it is above zero, else x · <paramref name="slope"/>.</summary>
    static abstract T Leaky(T x, T slope);

    /// <summary>
    /// d where <paramref name="y"/> is above zero, else d · <paramref name="slope"/>: the gradient before a leaky ReLU that gave y.
    /// </summary>
    static abstract T LeakyGradient(T d, T y, T slope);

    /// <summary>
    /// Where <paramref name="x"/> is above <paramref name="best"/>, or no number, x takes its place and <paramref name="at"/> that of
    /// <paramref name="places"/>.
    /// </summary>
    static abstract void Greater(T x, int at, ref T best, int* places);

    /// <summary>The sum of all lanes, by halves.</summary>
    static abstract float Sum(T a);
}
