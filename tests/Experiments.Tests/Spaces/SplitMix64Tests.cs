using Sweep.Experiments.Spaces;

namespace Sweep.Experiments.Tests.Spaces;

public class SplitMix64Tests
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
}
