using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sweep.GpuAgent.Runtime;

/// <summary>
/// One thread that does what is posted to it, in order. What it owns needs no locks, and the waits for the disk do not take a thread of the
/// pool, on which the cluster's heartbeats live.
/// </summary>
internal sealed class SerialThread : IDisposable
{
    private readonly BlockingCollection<Action> posted = [];
    private readonly Thread thread;
    private readonly Action afterEach;
    private readonly ILogger log;

    /// <param name="afterEach">Called after everything posted.</param>
    public SerialThread(string name, Action afterEach, ILogger log)
    {
        (this.afterEach, this.log) = (afterEach, log);
        thread = new Thread(Run) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>Whether nothing waits that was posted.</summary>
    public bool IsIdle => posted.Count == 0;

    /// <summary>Does <paramref name="what"/> later; dropped after the end.</summary>
    public void Post(Action what)
    {
        try
        {
            posted.Add(what);
        }
        catch (InvalidOperationException)
        {
            // The agent ends, and nothing that happens now changes what is on disk.
        }
    }

    /// <summary>Does what was posted so far, then ends.</summary>
    public void Dispose()
    {
        posted.CompleteAdding();
        if (Thread.CurrentThread != thread)
            thread.Join();
    }

    private void Run()
    {
        foreach (var what in posted.GetConsumingEnumerable())
        {
            try
            {
                what();
                afterEach();
            }
            catch (Exception e)
            {
                // One bad event must not take the other slots' runs with it.
                log.LogError(e, "The agent could not handle an event");
            }
        }
    }
}
