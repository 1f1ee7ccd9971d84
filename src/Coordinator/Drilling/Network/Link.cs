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
    private readonly HashSet<RelayedConnection> connections = [];
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
        RelayedConnection[] all;
        lock (gate)
            all = [.. connections];
        Array.ForEach(all, connection => connection.Reset());
        return all.Length;
    }

    public void Add(RelayedConnection connection)
    {
        lock (gate)
            connections.Add(connection);
    }

    public void Remove(RelayedConnection connection)
    {
        lock (gate)
            connections.Remove(connection);
    }
}
