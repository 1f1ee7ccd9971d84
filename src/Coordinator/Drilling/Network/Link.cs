using System.Net.Sockets;

namespace Sweep.Coordinator.Drilling.Network;

/// <summary>
/// The way between the coordinator and one agent, between two agents, or that of the checkpoints, with all its connections: open, dark, or
/// garbled. Safe to use from any thread.
/// </summary>
/// <param name="agent">Counted from 1; null where it is not the coordinator's way to one.</param>
internal sealed class Link(int? agent)
{
    private readonly Lock gate = new();
    private readonly HashSet<Connection> connections = [];
    private volatile TaskCompletionSource? dark;
    private int darkened;
    private int waiting;

    public int? Agent => agent;
    public Garbling Garbling { get; } = new();

    /// <summary>Whether anybody is connected.</summary>
    public bool IsUp
    {
        get
        {
            lock (gate)
                return connections.Count > 0;
        }
    }

    /// <summary>How many of its connections hold something back just now.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Completes when something may pass.</summary>
    public async Task Passable(CancellationToken cancellation)
    {
        if (dark is not { } until)
            return;
        Interlocked.Increment(ref waiting);
        try
        {
            await until.Task.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>
    /// Nothing passes until <see cref="Lighten"/>, for each time that it was darkened; what was sent meanwhile arrives then, as after a
    /// cable is put back.
    /// </summary>
    public void Darken()
    {
        lock (gate)
        {
            darkened++;
            dark ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Lighten()
    {
        TaskCompletionSource? passed = null;
        lock (gate)
        {
            if (darkened > 0 && --darkened == 0)
                (passed, dark) = (dark, null);
        }
        passed?.TrySetResult();
    }

    /// <summary>Resets every connection there is; new ones may be made at once.</summary>
    /// <returns>How many there were.</returns>
    public int Cut()
    {
        Connection[] all;
        lock (gate)
            all = [.. connections];
        Array.ForEach(all, connection => connection.Reset());
        return all.Length;
    }

    public void Add(Connection connection)
    {
        lock (gate)
            connections.Add(connection);
    }

    public void Remove(Connection connection)
    {
        lock (gate)
            connections.Remove(connection);
    }
}

/// <summary>Two sockets, one to each side, and the end of both.</summary>
internal sealed class Connection(TcpClient near, TcpClient far) : IDisposable
{
    private readonly CancellationTokenSource ended = new();

    public NetworkStream Near { get; } = near.GetStream();
    public NetworkStream Far { get; } = far.GetStream();
    public CancellationToken Ended => ended.Token;

    /// <summary>Both sides read "connection reset", as when a router forgets them.</summary>
    public void Reset()
    {
        near.LingerState = far.LingerState = new(enable: true, seconds: 0);
        End();
    }

    public void End()
    {
        ended.Cancel();
        near.Close();
        far.Close();
    }

    public void Dispose() => End();
}
