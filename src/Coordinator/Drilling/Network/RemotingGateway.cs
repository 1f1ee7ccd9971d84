using System.Net;
using System.Net.Sockets;

namespace Sweep.Coordinator.Drilling.Network;

/// <summary>
/// In front of a node of the cluster: ends the TLS of whoever calls, and begins it with the node. Knows from the first frame which agent a
/// connection belongs to, and garbles Sweep's own messages only: the transport's and the cluster's have an order of their own to keep.
/// </summary>
/// <param name="keys">What it shows to either side.</param>
/// <param name="wayOf">The way of the node that introduces itself from a port; null where it is none of the drill's.</param>
internal sealed class RemotingGateway(
    TcpListener listener, IPAddress target, GatewayKeys keys, Func<int, Way?> wayOf, IWireObserver observer) : Gateway(listener, target)
{
    protected override async Task Carry(RelayedConnection connection)
    {
        await connection.SecureNear(keys.ToCallers());
        if (await FrameStream.Read(connection.Near, connection.Ended) is not { } first
            || RemotingFrame.Read(FrameStream.Content(first)).Origin is not { } origin
            || wayOf(origin) is not { } way)
            return;
        way.Add(connection);
        try
        {
            await way.Passable(connection.Ended);
            await connection.SecureFar(keys.ToNode());
            await connection.Far.WriteAsync(first, connection.Ended);
            await await Task.WhenAny(
                Pump(connection, connection.Near, connection.Far, way), Pump(connection, connection.Far, connection.Near, way));
        }
        finally
        {
            way.Remove(connection);
        }
    }

    private async Task Pump(RelayedConnection connection, Stream from, Stream to, Way way)
    {
        using var writing = new SemaphoreSlim(1);
        while (await FrameStream.Read(from, connection.Ended) is { } frame)
        {
            var content = RemotingFrame.Read(FrameStream.Content(frame));
            if (content.Manifest is not null && way.Agent is { } agent)
                observer.Saw(agent, content);
            await way.Passable(connection.Ended);
            foreach (var time in content.Manifest is null ? [TimeSpan.Zero] : way.Garbling.Times())
            {
                if (time == TimeSpan.Zero)
                    await Write(frame);
                else
                    _ = WriteLater(frame, time);
            }
        }

        async Task Write(byte[] frame)
        {
            await writing.WaitAsync(connection.Ended);
            try
            {
                await to.WriteAsync(frame, connection.Ended);
            }
            finally
            {
                writing.Release();
            }
        }

        async Task WriteLater(byte[] frame, TimeSpan time)
        {
            try
            {
                await Task.Delay(time, connection.Ended);
                await Write(frame);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The connection has ended before: the message is lost, which is what garbling may do.
            }
        }
    }
}
