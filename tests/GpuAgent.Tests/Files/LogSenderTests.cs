using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Files;

public sealed class LogSenderTests
{
    [Fact]
    public async Task WhatIsPrinted_ReachesTheCoordinator_ByLease_AlsoAfterItDidNotAnswer()
    {
        await using var server = await BlobServer.Start();
        using var http = new HttpClient();
        using var sender = new LogSender(() => http);
        sender.Add(new(7), "before it is known where to\n");
        server.Fail(2);
        sender.Use(new StoreAddress(server.Store.Address, server.Store.Token));
        sender.Hurry();
        sender.Add(new(8), "another's\n");
        sender.Add(new(7), "and after\n");

        Assert.Equal("before it is known where to\nand after\n", await server.Log(new LeaseId(7), text => text.Contains("after", StringComparison.Ordinal)));
        Assert.Equal("another's\n", await server.Log(new LeaseId(8), text => text.Length > 0));
    }

    [Fact]
    public async Task WhileTheCoordinatorDoesNotAnswer_TheLatestIsKept_AndItIsSaidThatSomethingIsMissing()
    {
        await using var server = await BlobServer.Start();
        using var http = new HttpClient();
        using var sender = new LogSender(() => http);
        for (var i = 0; i < 100_000; i++)
            sender.Add(new(1), $"line {i} of very many\n");
        sender.Use(new StoreAddress(server.Store.Address, server.Store.Token));

        var log = await server.Log(new LeaseId(1), text => text.EndsWith("line 99999 of very many\n", StringComparison.Ordinal));
        Assert.StartsWith("sweep: the coordinator did not answer, and lines are left out here.\n", log, StringComparison.Ordinal);
        Assert.InRange(log.Length, 1000, 1 << 19);
    }
}
