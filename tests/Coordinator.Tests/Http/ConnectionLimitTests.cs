using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Tests.Http;

public sealed class ConnectionLimitTests
{
    private const string Heading = "Limit                     Soft Limit           Hard Limit           Units     ";

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 256)]
    [InlineData("Max open files            1048576              1048576              files     ", 1024)]
    [InlineData("Max open files            20                   20                   files     ", 16)]
    [InlineData("Max open files            unlimited            unlimited            files     ", 1024)]
    [InlineData("Max processes             100                  100                  processes ", 1024)]
    public void Http_TakesAQuarterOfTheFilesThatMayBeOpen_AndEnoughForALab(string line, int expected) => Assert.Equal(expected, ConnectionLimit.Of([Heading, line]));
}
