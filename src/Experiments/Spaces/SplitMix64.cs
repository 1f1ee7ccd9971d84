using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sweep.Experiments.Spaces;

/// <summary>
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014): 64 bits of state, a step of the golden
/// ratio and a mixing function. Ours, so that what is drawn from a seed stays the same on every platform and for ever.
/// </summary>
public struct SplitMix64(ulong seed)
{
    private ulong state = seed;

    /// <summary>
    /// Stream <paramref name="stream"/> of <paramref name="seed"/>: streams of one seed have nothing to do with each other.
    /// </summary>
    public static SplitMix64 Of(long seed, int stream) => new(Mix(Mix((ulong)seed) + (ulong)stream));

    /// <summary>A stream of <paramref name="seed"/> by name.</summary>
    public static SplitMix64 Of(long seed, string stream) =>
        new(Mix(Mix((ulong)seed) + BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(stream)))));

    public ulong Next() => Mix(state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1): the upper 53 bits.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="bound"/> − 1, by the upper half of a product; its bias is below bound / 2³².</summary>
    public int NextBelow(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>
    /// Uniform in 0 … <paramref name="bound"/> − 1 without bias: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29
    /// (2019). Other numbers than <see cref="NextBelow"/> gives; what was drawn with either must stay what it is.
    /// </summary>
    public int NextBelowExactly(int bound)
    {
        var high = Math.BigMul(Next(), (ulong)bound, out var low);
        for (var threshold = unchecked(0UL - (ulong)bound) % (ulong)bound; low < threshold;)
            high = Math.BigMul(Next(), (ulong)bound, out low);
        return (int)high;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
