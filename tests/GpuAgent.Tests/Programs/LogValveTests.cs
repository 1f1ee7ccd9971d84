using Sweep.GpuAgent.Programs;

namespace Sweep.GpuAgent.Tests.Programs;

public sealed class LogValveTests
{
    private readonly LogValve valve = new(most: 20, kept: 12);

    [Fact]
    public void LinesPass_AsTheyCome()
    {
        valve.Add("one");
        valve.Add("two");
        Assert.Equal("one\ntwo\n", valve.Take(TimeSpan.Zero));
        Assert.Equal("", valve.Take(TimeSpan.Zero));
    }

    [Fact]
    public void OfWhatComesTooFast_TheLatestLinesAreKept_AndTheOthersCounted()
    {
        valve.Add("a line of twenty and more");
        Assert.NotEmpty(valve.Take(TimeSpan.Zero));
        for (var i = 1; i <= 9; i++)
            valve.Add($"{i}");
        Assert.Equal("", valve.Take(TimeSpan.FromSeconds(0.9)));
        Assert.Equal("sweep: 3 lines came too fast and are left out here.\n4\n5\n6\n7\n8\n9\n", valve.Take(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void TheLastLines_PassAtTheEnd_WhateverTheSecondHasLeft()
    {
        valve.Add("a line of twenty and more");
        valve.Take(TimeSpan.Zero);
        valve.Add("the last");
        Assert.Equal("the last\n", valve.Take(TimeSpan.Zero, all: true));
    }
}
