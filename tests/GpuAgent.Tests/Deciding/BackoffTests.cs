using Sweep.GpuAgent.Deciding;

namespace Sweep.GpuAgent.Tests.Deciding;

public sealed class BackoffTests
{
    [Fact]
    public void WaitsDouble_UpToTheLongest() =>
        Assert.Equal(
            [0.5, 1, 2, 4, 8, 16, 30, 30],
            new[] { 1, 2, 3, 4, 5, 6, 7, 1_000_000 }.Select(failures => Backoff.After(failures).TotalSeconds));
}
