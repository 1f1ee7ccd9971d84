using Sweep.GpuAgent.Deciding;

namespace Sweep.GpuAgent.Tests.Deciding;

public sealed class GpuRoomTests
{
    [Fact]
    public void WithoutAReading_EverySlotHasRoom() => Assert.True(new GpuRoom().HasRoom(others: 3));

    [Fact]
    public void TheFirstTrainsAlone_UntilItWasSeenWhatItTakes()
    {
        var room = new GpuRoom();
        room.See(usedMiB: 500, freeMiB: 9500, trainers: 0, areAtWork: true);
        Assert.True(room.HasRoom(others: 0));
        room.Begins();
        Assert.False(room.HasRoom(others: 1));
        room.See(900, 9100, trainers: 1, areAtWork: false);
        Assert.False(room.HasRoom(others: 1));

        room.See(2500, 7500, trainers: 1, areAtWork: true);

        Assert.Equal(2000, room.EachMiB);
        Assert.True(room.HasRoom(others: 1));
    }

    [Theory]
    [InlineData(7500, 0, true)]
    [InlineData(7500, 2, true)]
    [InlineData(7500, 3, false)]
    [InlineData(2200, 0, true)]
    [InlineData(2199, 0, false)]
    public void SoManyFit_AsHaveTheMemoryThatOneTakes_AndATenthMore(long free, int begunSince, bool fits)
    {
        var room = new GpuRoom();
        room.See(500, 9500, 0, true);
        room.See(2500, free, 1, true);
        for (var i = 0; i < begunSince; i++)
            room.Begins();
        Assert.Equal(fits, room.HasRoom(others: 1 + begunSince));
    }

    [Fact]
    public void WhoComesFirst_HasItsRoomKept()
    {
        var room = new GpuRoom();
        room.See(500, 9500, 0, true);
        Assert.False(room.HasRoom(others: 0, first: 1));
        room.See(2500, 4300, 1, true);
        Assert.True(room.HasRoom(others: 1, first: 1));
        Assert.False(room.HasRoom(others: 1, first: 2));
    }

    [Fact]
    public void TheLargestThatWasEverSeen_Counts()
    {
        var room = new GpuRoom();
        room.See(0, 10_000, 0, true);
        room.See(6000, 4000, 2, true);
        room.See(1000, 9000, 1, true);
        Assert.Equal(3000, room.EachMiB);
    }
}
