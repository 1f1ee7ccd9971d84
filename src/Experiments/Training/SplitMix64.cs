namespace Sweep.Experiments.Training;

/// <summary>
/// The generator behind initialisations and shuffles: the same numbers on every machine, device and version, for ever. SplitMix64 of
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
internal struct SplitMix64(ulong state)
{
    private ulong state = state;

    /// <summary>
    /// Stream <paramref name="stream"/> of <paramref name="seed"/>: the initialisation is stream 0, the shuffle of epoch e stream e.
    /// </summary>
    public static SplitMix64 Of(long seed, int stream) => new(Mix(Mix((ulong)seed) + (ulong)stream));

    public ulong Next() => Mix(state += 0x9e3779b97f4a7c15);

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// Uniform in 0 … <paramref name="bound"/> − 1 without bias: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29
    /// (2019).
    /// </summary>
    public int NextBelow(int bound)
    {
        var high = Math.BigMul(Next(), (ulong)bound, out var low);
        for (var threshold = unchecked(0UL - (ulong)bound) % (ulong)bound; low < threshold;)
            high = Math.BigMul(Next(), (ulong)bound, out low);
        return (int)high;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
