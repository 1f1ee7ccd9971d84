using Sweep.GpuAgent.Programs;

namespace Sweep.GpuAgent.Tests.Programs;

public sealed class ProcessIdsTests
{
    private const int Lowest = 300, Most = 32768, Taken = 500;

    /// <summary>A machine that makes one process after the other as fast as none can, and those that live stay where they are.</summary>
    [Theory]
    [InlineData(Lowest)]
    [InlineData(1000)]
    [InlineData(Most / 2)]
    [InlineData(Most - 2)]
    [InlineData(Most - 1)]
    public void WhereIdsHaveBegunAnew_NobodyIsTakenToBeAbove(int id)
    {
        var free = Most - Lowest - Taken;
        for (var made = 0; made <= 3 * Most; made++)
        {
            // Those that are taken lie below the other, where it is easiest to come round to it.
            var toTheTop = Most - 1 - id;
            var round = made <= toTheTop ? 0 : 1 + ((made - toTheTop - 1) / free);
            var latest = round == 0 ? id + made : Most - 1 - free + 1 + ((made - toTheTop - 1) % free);
            if (ProcessIds.OnlyRose(id, TimeSpan.FromMicroseconds(made), Load(latest), Most))
                Assert.Equal(0, round);
        }
    }

    [Fact]
    public void WhatIsMadeSoonAfterAnother_IsAbove_UntilIdsBeginAnew()
    {
        var soon = TimeSpan.FromMilliseconds(5);
        Assert.True(ProcessIds.OnlyRose(1000, soon, Load(1000), Most));
        Assert.True(ProcessIds.OnlyRose(1000, soon, Load(1003), Most));
        Assert.False(ProcessIds.OnlyRose(1000, soon, Load(999), Most));
        Assert.False(ProcessIds.OnlyRose(Most - 1, soon, Load(Lowest), Most));
    }

    [Fact]
    public void TheMoreIdsThereAre_TheLongerTheyLast_AndThoseThatAreTakenDoNotCount()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.False(ProcessIds.OnlyRose(1000, second, Load(1003), Most));
        Assert.True(ProcessIds.OnlyRose(1000, second, Load(1003), most: 1 << 22));
        Assert.False(ProcessIds.OnlyRose(1000, second, Load(1003, taken: (1 << 22) - 1000), most: 1 << 22));
        Assert.False(ProcessIds.OnlyRose(1000, TimeSpan.FromSeconds(5), Load(1003), most: 1 << 22));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.69 2.21 3.58 2/312")]
    [InlineData("0.69 2.21 3.58 many 12345")]
    [InlineData("0.69 2.21 3.58 2/312 -1")]
    [InlineData("0.69 2.21 3.58 2/312 12345 more")]
    public void AMachineThatDoesNotSay_IsLookedThroughWhole(string load) =>
        Assert.False(ProcessIds.OnlyRose(1, TimeSpan.Zero, load, Most));

    private static string Load(int latest, int taken = Taken) => FormattableString.Invariant($"0.69 2.21 3.58 2/{taken} {latest}\n");
}
