using System.Net;
using System.Net.Sockets;
using Sweep.Coordinator.Hosting;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>A port that is free when it is chosen may be another's when it is listened on.</summary>
public sealed class PortsTests
{
    [Fact]
    public void APortThatAnotherTookFirst_IsSeen_HoweverDeepItIsWrapped()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        using var second = new TcpListener(IPAddress.Loopback, ((IPEndPoint)holder.LocalEndpoint).Port);

        var refused = Assert.Throws<SocketException>(second.Start);

        Assert.True(Ports.WasTaken(refused));
        Assert.True(Ports.WasTaken(new AggregateException(new TimeoutException(), new AggregateException(new IOException("bind", refused)))));
    }

    [Fact]
    public void WhatIsRefusedForAnotherReason_IsNot()
    {
        Assert.False(Ports.WasTaken(new SocketException((int)SocketError.AccessDenied)));
        Assert.False(Ports.WasTaken(new AggregateException(new IOException("in use by another process"))));
    }
}
