using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Sweep.Cluster.Tests;

/// <summary>
/// A wire between agents and the coordinator that needs no root: it passes bytes on, and can be pulled out, be plugged in again, break in
/// the middle of what is sent, or damage a byte of it.
/// </summary>
internal sealed class Wire : IDisposable
{
    private readonly TcpListener listener;
    private readonly IPEndPoint target;
    private readonly CancellationTokenSource end = new();
    private readonly List<TcpClient> open = [];
    private volatile TaskCompletionSource plugged = Completed();
    private int cutAfter = int.MaxValue;
    private int damageAfter = int.MaxValue;
    private int cuts;
    private int damages;

    public Wire(Place from, Place to)
    {
        listener = new(from.EndPoint);
        target = to.EndPoint;
        listener.Start();
        _ = Accept();
    }

    /// <summary>Connections that were broken in the middle.</summary>
    public int Cuts => cuts;

    /// <summary>Bytes that arrived as others.</summary>
    public int Damages => damages;

    /// <summary>Breaks the next connection on which one request or answer is longer than this.</summary>
    public void CutAfter(int bytes) => Volatile.Write(ref cutAfter, bytes);

    /// <summary>Changes one byte of the next request or answer that is longer than this.</summary>
    public void DamageAfter(int bytes) => Volatile.Write(ref damageAfter, bytes);

    /// <summary>Nothing passes any more, and nobody is told.</summary>
    public void Unplug() => plugged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was on its way arrives.</summary>
    public void Plug() => plugged.TrySetResult();

    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
        lock (open)
            open.ForEach(connection => connection.Dispose());
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private async Task Accept()
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                _ = Connect(await listener.AcceptTcpClientAsync(end.Token));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Connect(TcpClient near)
    {
        var far = new TcpClient();
        lock (open)
            open.AddRange([near, far]);
        try
        {
            await plugged.Task.WaitAsync(end.Token);
            await far.ConnectAsync(target, end.Token);
            var there = new StrongBox<long>();
            var back = new StrongBox<long>();
            await Task.WhenAny(Pass(near, far, there, back), Pass(far, near, back, there));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side is not there; the near one finds its connection closed.
        }
        near.Dispose();
        far.Dispose();
    }

    /// <param name="passed">Bytes that went this way since the other side last spoke: one request, or one answer.</param>
    private async Task Pass(TcpClient from, TcpClient to, StrongBox<long> passed, StrongBox<long> passedBack)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, end.Token) is > 0 and var bytes)
            {
                await plugged.Task.WaitAsync(end.Token);
                (passed.Value, passedBack.Value) = (passed.Value + bytes, 0);
                if (passed.Value >= Volatile.Read(ref cutAfter) && Interlocked.Exchange(ref cutAfter, int.MaxValue) != int.MaxValue)
                {
                    Interlocked.Increment(ref cuts);
                    return;
                }
                if (passed.Value >= Volatile.Read(ref damageAfter) && Interlocked.Exchange(ref damageAfter, int.MaxValue) != int.MaxValue)
                {
                    buffer[bytes / 2] ^= 0x10;
                    Interlocked.Increment(ref damages);
                }
                await to.GetStream().WriteAsync(buffer.AsMemory(0, bytes), end.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // One end is gone, and with it the connection.
        }
    }

    internal readonly record struct Place(string Address, int Port)
    {
        public IPEndPoint EndPoint => new(IPAddress.Parse(Address), Port);
    }
}
