using Sweep.Coordinator.Dashboard;

namespace Sweep.Coordinator.Tests.Dashboard;

public sealed class OpenPageTests
{
    [Fact]
    public async Task APageThatDoesNotRead_IsLetGo_AndNothingMoreIsKeptForIt()
    {
        var letGo = 0;
        var page = new OpenPage(null, StreamForm.Whole, () => true, () => letGo++);
        for (byte i = 0; i < OpenPage.MostWaiting; i++)
            page.Tell(new[] { i });
        Assert.Equal(0, letGo);

        page.Tell(new byte[] { 99 });

        Assert.Equal(1, letGo);
        var kept = await page.Messages.ReadAllAsync(CancellationToken.None).ToListAsync(CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, OpenPage.MostWaiting), kept.Select(message => (int)message.Span[0]));
    }
}
