using System.Diagnostics;
using Sweep.Protocol.Hosting;

namespace Sweep.Protocol.Tests.Hosting;

public sealed class WallClockTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void WithoutAFile_TheClockIsTheMachines(string? named) => Assert.Same(TimeProvider.System, WallClock.Of(named));

    [Theory]
    [InlineData(86_400)]
    [InlineData(-3_600.5)]
    public void AClockThatIsSet_IsOffByAsMuch(double seconds)
    {
        WallClock.Set(file, TimeSpan.FromSeconds(seconds));
        var (before, set, after) = (DateTimeOffset.UtcNow, WallClock.Of(file).GetUtcNow(), DateTimeOffset.UtcNow);
        Assert.InRange(set.AddSeconds(-seconds), before, after);
    }

    [Fact]
    public void AClockInUse_FollowsTheFile_WhileMonotonicTimeDoesNot()
    {
        WallClock.Set(file, TimeSpan.Zero);
        var clock = WallClock.Of(file);
        var began = Stopwatch.StartNew();
        var stamp = clock.GetTimestamp();
        WallClock.Set(file, TimeSpan.FromHours(-2));
        Assert.True(SpinWait.SpinUntil(() => clock.GetUtcNow() < DateTimeOffset.UtcNow.AddHours(-1), TimeSpan.FromMinutes(10)));
        Assert.InRange(clock.GetElapsedTime(stamp), TimeSpan.Zero, began.Elapsed);
    }

    [Fact]
    public void AnUnreadableFile_LeavesTheClockAsItWas()
    {
        File.WriteAllText(file, "noon");
        var (before, read, after) = (DateTimeOffset.UtcNow, WallClock.Of(file).GetUtcNow(), DateTimeOffset.UtcNow);
        Assert.InRange(read, before, after);
    }
}
