using System.Net;
using System.Net.Sockets;

namespace Sweep.Coordinator.Drilling.Network;

/// <summary>In front of the coordinator's HTTP API, as agents see it. Bytes pass as they are, as long as the link lets them.</summary>
internal sealed class BlobGateway(TcpListener listener, IPAddress target, Link link) : Gateway(listener, target)
{
    private const int BufferBytes = 1 << 13;

    protected override async Task Carry(RelayedConnection connection)
    {
        link.Add(connection);
        try
        {
            await await Task.WhenAny(Pump(connection, connection.Near, connection.Far), Pump(connection, connection.Far, connection.Near));
        }
        finally
        {
            link.Remove(connection);
        }
    }

    private async Task Pump(RelayedConnection connection, Stream from, Stream to)
    {
        var buffer = new byte[BufferBytes];
        for (int read; (read = await from.ReadAsync(buffer, connection.Ended)) > 0;)
        {
            await link.Passable(connection.Ended);
            await to.WriteAsync(buffer.AsMemory(0, read), connection.Ended);
        }
    }
}
