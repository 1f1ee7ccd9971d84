using Microsoft.Extensions.Logging;
using Sweep.Experiments.Data;
using Sweep.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Ports;
using Sweep.GpuAgent.Trainers;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Runtime;

/// <summary>How an agent runs its trainers.</summary>
/// <param name="Stall">A trainer without a step for so long is killed.</param>
/// <param name="Until">When the machine is to be free again; null where nobody has said so.</param>
/// <param name="BuiltInOnly">Whether it runs no programs of others.</param>
internal sealed record TrainerTerms(TrainerCommand Command, TimeSpan Stall, DateTimeOffset? Until = null, bool BuiltInOnly = false)
{
    public static readonly TimeSpan DefaultStall = TimeSpan.FromMinutes(10);
}

/// <summary>
/// Everything of the agent that outlives its actor system: an <see cref="AgentInterpreter"/> over the real disk, real trainers and the
/// coordinator's HTTP port, on one thread of its own. Shows in <see cref="Snapshot"/> what the agent is doing.
/// </summary>
internal sealed class AgentRuntime : IDisposable
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(30);

    /// <summary>Bounds how long the first of many waiting reports waits for the disk.</summary>
    private const int MostEventsUncommitted = 256;

    /// <summary>Bounds how old the snapshot may be while one event follows on the other.</summary>
    private const int MostEventsUnpublished = 64;

    private readonly HttpStore store;
    private readonly DatasetCache datasets;
    private readonly CodeFolders code;
    private readonly LogSender logs;
    private readonly TrainerProcesses? processes;
    private readonly IReadOnlyList<SlotDevice> devices;
    private readonly AgentInterpreter interpreter;
    private readonly SerialThread thread;
    private readonly Timer ticking;
    private readonly Timer? watchingGpus;
    private volatile AgentSnapshot snapshot;
    private int uncommitted;
    private int unpublished;

    /// <param name="http">To the coordinator.</param>
    /// <param name="trainers">In the place of processes of the program that <paramref name="terms"/> name.</param>
    public AgentRuntime(
        AgentIdentity identity, AgentHome home, IReadOnlyList<SlotDevice> devices, TrainerTerms terms, CoordinatorHttp http,
        TimeProvider time, ILogger log, ITrainers? trainers = null)
    {
        (store, this.devices) = (new(http), devices);
        var leftovers = new LeftoverTrainers(home.Places.Trainers);
        foreach (var pid in leftovers.KillAll())
            log.LogWarning("Killed trainer {Pid}, left by an earlier agent", pid);
        datasets = new(DatasetFolder.Of(terms.Command.DataFolder), () => http.Client);
        code = new(home.Places, () => http.Client, time);
        logs = new(() => http.Client);
        DeleteUnusedCode(time, log);
        processes = trainers is null ? new(terms.Command, leftovers, logs, log) : null;
        interpreter = new(
            identity, devices, home.Places, terms.Stall,
            RealFiles.OfThisMachine, trainers ?? processes!, store, datasets, code, Post,
            PostSession, time, log, terms.Until, terms.BuiltInOnly);
        snapshot = interpreter.Look();
        thread = new SerialThread("agent", AfterEach, log);
        ticking = new Timer(_ => Post(Tick.Instance), null, TickEvery, TickEvery);
        if (devices.Any(device => device.Gpu is not null))
        {
            watchingGpus = new Timer(_ => WatchGpus());
            watchingGpus.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
        if (snapshot.Unacknowledged > 0)
            log.LogInformation("{Count} reports of an earlier run of this agent wait for the coordinator", snapshot.Unacknowledged);
    }

    public AgentSnapshot Snapshot => snapshot;

    private void DeleteUnusedCode(TimeProvider time, ILogger log)
    {
        try
        {
            code.DeleteUnused(time.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("Code that no sweep needs any more stays: {Reason}", e.Message);
        }
    }

    /// <summary>Raised when events were handled, on the agent's own thread: be quick.</summary>
    public event Action? Changed;

    /// <summary>There is a new way to the coordinator, in place of the one before.</summary>
    public void Open(ICoordinatorLine line) => thread.Post(() => interpreter.Open(line));

    public void Close(ICoordinatorLine line) => thread.Post(() => interpreter.Close(line));

    /// <summary>The coordinator says something; nothing is heard on a line that is not the one in use.</summary>
    /// <param name="from">For the log.</param>
    public void Hear(ICoordinatorLine line, ISweepMessage message, string from) => thread.Post(() =>
    {
        if (interpreter.Line != line)
            return;
        interpreter.Hear(message, from);
        if (interpreter.Store is { } store)
            logs.Use(store);
    });

    public void Post(AgentEvent e) => thread.Post(() => interpreter.On(e));

    private void PostSession(SessionAnswer answer) => thread.Post(() => interpreter.Hear(answer));

    /// <summary>Starts trainers for runs that the slots will be given in a moment.</summary>
    public void Expect(ExpectedRuns expected) =>
        thread.Post(() => processes?.Prepare(devices.Take(expected.Count), expected.Model));

    /// <summary>Ends every run at its epoch's end and takes no work any more.</summary>
    public void Drain(string reason) => Post(new Leave(reason));

    /// <summary>Completes when the snapshot is as wished.</summary>
    public async Task Until(Func<AgentSnapshot, bool> wished, CancellationToken cancellation)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (wished(snapshot))
                reached.TrySetResult();
        }
        Changed += Look;
        try
        {
            Look();
            await reached.Task.WaitAsync(cancellation);
        }
        finally
        {
            Changed -= Look;
        }
    }

    /// <summary>Kills the trainers. What they have reported is on disk.</summary>
    public void Dispose()
    {
        ticking.Dispose();
        watchingGpus?.Dispose();
        Post(new AgentEnds());
        thread.Dispose();
        processes?.Dispose();
        store.Dispose();
        datasets.Dispose();
        code.Dispose();
        logs.Dispose();
        interpreter.Dispose();
    }

    /// <summary>A driver may take its time, and one reading is begun after the other.</summary>
    private void WatchGpus()
    {
        Post(new GpusSeen(GpuReading.Take()) { Faults = GpuFault.Take() });
        try
        {
            watchingGpus!.Change(BetweenReadings, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The agent has ended meanwhile.
        }
    }

    /// <summary>What slots report goes to disk together, when nothing else is to be done for them.</summary>
    private void AfterEach()
    {
        if (interpreter.HasUncommitted && (thread.IsIdle || ++uncommitted >= MostEventsUncommitted))
        {
            uncommitted = 0;
            interpreter.Commit();
        }
        // Whether it is at work is never old: an agent that is to end waits for that.
        if (!thread.IsIdle && ++unpublished < MostEventsUnpublished && interpreter.IsBusy == snapshot.Busy)
            return;
        unpublished = 0;
        snapshot = interpreter.Look();
        Changed?.Invoke();
    }
}
