using Sweep.Experiments.Spaces;

namespace Sweep.Experiments.Tests.Spaces;

public sealed class SplitMix64Tests
{
    /// <summary>The first numbers of seed 1234567, as published with the generator's reference implementations.</summary>
    private static readonly ulong[] Published =
        [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];

    [Fact]
    public void Numbers_AreThePublishedOnes()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal(Published, Published.Select(_ => random.Next()));
    }

    [Fact]
    public void TheUnit_IsTheUpperBitsOfANumber()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal(Published.Select(number => (number >> 11) / 9007199254740992.0), Published.Select(_ => random.NextUnit()));
    }

    [Fact]
    public void ANumberBelowABound_IsItsShareOfTheUpperHalf()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal(Published.Select(number => (int)(1000 * ((number >> 32) / 4294967296.0))),
            Published.Select(_ => random.NextBelow(1000)));
    }

    [Fact]
    public void AStream_IsTheSameForEver()
    {
        var random = SplitMix64.Of(seed: -5, stream: 3);

        Assert.Equal([14339566169660595160UL, 13818908376513933907UL, 5214539634008510874UL], Drawn(3, () => random.Next()));
    }

    /// <summary>The two ways to a number below a bound agree where the bound is small, and must never be taken for each other.</summary>
    [Fact]
    public void NumbersBelowABound_AreTheSameForEver_EachInItsOwnWay()
    {
        var (one, other) = (new SplitMix64(1), new SplitMix64(1));

        Assert.Equal([1216681717, 1601554127, 2085212534, 954254151, 954051179, 1638303230], Drawn(6, () => one.NextBelow(int.MaxValue)));
        Assert.Equal(
            [1216681717, 1601554127, 2085212534, 954254152, 954051179, 1638303231], Drawn(6, () => other.NextBelowExactly(int.MaxValue)));
        (one, other) = (new(1234567), new(1234567));
        Assert.Equal([350, 173, 532, 249, 889, 423, 590, 275], Drawn(8, () => one.NextBelow(1000)));
        Assert.Equal([350, 173, 532, 249, 889, 423, 590, 275], Drawn(8, () => other.NextBelowExactly(1000)));
    }

    [Fact]
    public void NumbersBelowABound_AreUniform()
    {
        var random = new SplitMix64(9);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextBelowExactly(7)]++;

        Assert.All(counts, c => Assert.InRange(c, 10_000 - 465, 10_000 + 465));
    }

    private static IEnumerable<T> Drawn<T>(int count, Func<T> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}
