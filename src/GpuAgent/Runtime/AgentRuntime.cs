using Microsoft.Extensions.Logging;
using Sweep.Experiments.Running;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Hosting;
using Sweep.GpuAgent.Trainers;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Runtime;

/// <summary>How an agent runs its trainers.</summary>
/// <param name="Stall">A trainer without a step for so long is killed.</param>
internal sealed record TrainerTerms(TrainerCommand Command, TimeSpan Stall)
{
    public static readonly TimeSpan DefaultStall = TimeSpan.FromMinutes(10);
}

/// <summary>
/// Everything of the agent that outlives its actor system: slots and their trainers, the outbox, the checkpoints. Does what messages
/// order, on one thread of its own, and shows in <see cref="Snapshot"/> what there is to say.
/// </summary>
internal sealed class AgentRuntime : ISlotSurroundings, IDisposable
{
    /// <summary>Reports on their way at once.</summary>
    internal const int Window = 16;

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly AgentIdentity identity;
    private readonly AgentHome home;
    private readonly TrainerTerms terms;
    private readonly ILogger log;
    private readonly Outbox outbox;
    private readonly CheckpointCache cache;
    private readonly CheckpointTransfers transfers;
    private readonly LeftoverTrainers leftovers;
    private readonly SerialThread thread;
    private readonly Timer ticking;
    private readonly Slot[] slots;
    private readonly HashSet<string> stored = [];
    private readonly HashSet<string> lost = [];
    private readonly HashSet<LeaseId> over = [];
    private bool draining;
    private bool storeFails;
    private volatile AgentSnapshot snapshot;

    public AgentRuntime(AgentIdentity identity, AgentHome home, IReadOnlyList<Place> places, TrainerTerms terms, TimeProvider time, ILogger log)
    {
        (this.identity, this.home, this.terms, this.log) = (identity, home, terms, log);
        Places = places;
        leftovers = new LeftoverTrainers(home.Trainers);
        foreach (var pid in leftovers.KillAll())
            log.LogWarning("Killed trainer {Pid}, left by an earlier agent", pid);
        outbox = Outbox.Open(home.Outbox, identity.Name);
        cache = new CheckpointCache(home.Checkpoints, outbox.Waiting.Select(CheckpointOf).OfType<CheckpointReference>().Select(checkpoint => checkpoint.Sha256));
        slots = [.. places.Select(place => new Slot(place, this, terms.Stall, time, log))];
        snapshot = Look();
        thread = new SerialThread("agent", Publish, log);
        transfers = new CheckpointTransfers(
            () => snapshot.Uploads,
            (sha256, end) => Do(() => Uploaded(sha256, end)),
            _ => Do(() => storeFails = true),
            time, log);
        transfers.Start();
        ticking = new Timer(_ => Do(() => Array.ForEach(slots, slot => slot.Tick())), null, TickEvery, TickEvery);
        if (outbox.Count > 0)
            log.LogInformation("{Count} reports of an earlier run of this agent wait for the coordinator", outbox.Count);
    }

    public AgentIdentity Identity => identity;
    public IReadOnlyList<Place> Places { get; }
    public AgentSnapshot Snapshot => snapshot;

    /// <summary>Raised after every change of <see cref="Snapshot"/>, on the agent's own thread: be quick.</summary>
    public event Action? Changed;

    public void Connect(BlobStore store)
    {
        transfers.Connect(store);
        Do(() => storeFails = false);
    }

    public void Assign(Assign assignment) => Do(() =>
    {
        if (slots.FirstOrDefault(slot => slot.Number == assignment.Slot) is not { } slot)
            log.LogWarning("Lease {Lease} is for slot {Slot}, which this agent does not have", assignment.Lease, assignment.Slot);
        else if (!draining && slot.Assignment?.Lease != assignment.Lease && !over.Contains(assignment.Lease) && !outbox.HoldsReportsOf(assignment.Lease))
            Guarded(slot, () => Replace(slot, assignment));
    });

    public void Revoke(RevokeLease revoked) => Do(() =>
    {
        if (slots.FirstOrDefault(slot => slot.Assignment?.Lease == revoked.Lease) is not { } slot)
            return;
        if (revoked.AtEpochEnd)
        {
            Guarded(slot, () => slot.StopAtEpochEnd(revoked.Reason));
            return;
        }
        over.Add(revoked.Lease);
        slot.Abandon(revoked.Reason);
    });

    /// <summary>Ends every run at its epoch's end.</summary>
    public void StopAll(string reason) => Do(() => EndAll(reason));

    /// <summary>Ends every run at its epoch's end and takes no work any more.</summary>
    public void Drain(string reason) => Do(() =>
    {
        draining = true;
        EndAll(reason);
    });

    public void Acknowledge(Acknowledge answer) => Do(() =>
    {
        if (outbox.Acknowledge(answer.Number) is not { } report)
            return;
        if (answer.Answer is Acknowledgement.Stale)
            log.LogInformation("Report {Number} of lease {Lease} came too late to count", report.Number, report.Lease);
        if (CheckpointOf(report) is not { } checkpoint)
            return;
        stored.Remove(checkpoint.Sha256);
        lost.Remove(checkpoint.Sha256);
        transfers.Delivered(checkpoint.Sha256);
        cache.Release(checkpoint.Sha256);
    });

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
        transfers.Dispose();
        Do(() => Array.ForEach(slots, slot =>
        {
            slot.Abandon("The agent ends.");
            slot.Retire();
        }));
        thread.Dispose();
        outbox.Dispose();
    }

    void ISlotSurroundings.Report(Assign assignment, Fact fact)
    {
        outbox.Add(assignment.Lease, assignment.Order.Run, fact);
        if (fact is RunEnded)
            over.Add(assignment.Lease);
    }

    CheckpointReference ISlotSurroundings.Adopt(RunOrder order, int epoch, string file) => cache.Adopt(order.Run, epoch, file);

    string? ISlotSurroundings.FindCheckpoint(CheckpointReference checkpoint) => cache.FindSound(checkpoint.Sha256);

    Action ISlotSurroundings.Fetch(Slot slot, Assign assignment)
    {
        var calledOff = new CancellationTokenSource();
        var incoming = cache.Incoming(assignment.Order.From!);
        _ = Task.Run(() => Fetch(slot, assignment, incoming, calledOff.Token), CancellationToken.None);
        return calledOff.Cancel;
    }

    TrainerProcess ISlotSurroundings.StartTrainer(Slot slot)
    {
        var trainer = TrainerProcess.Start(
            terms.Command.For(slot.Place),
            (from, what) => Do(() => Guarded(slot, () => slot.On(from, what))),
            (from, exit) => Do(() => Guarded(slot, () => slot.OnExit(from, exit))),
            line => log.LogDebug("Trainer of slot {Slot}: {Line}", slot.Number, line));
        leftovers.Add(trainer.Pid);
        return trainer;
    }

    void ISlotSurroundings.Forget(TrainerProcess trainer) => leftovers.Remove(trainer.Pid);

    string ISlotSurroundings.WorkFolder(int slot) => home.Work(slot);

    private void Do(Action what) => thread.Post(what);

    private static void Guarded(Slot slot, Action what)
    {
        try
        {
            what();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            slot.AbandonAndRest(e);
        }
    }

    private void Replace(Slot slot, Assign assignment)
    {
        if (slot.Assignment is { } old)
        {
            over.Add(old.Lease);
            slot.Abandon($"Slot {slot.Number} was given lease {assignment.Lease}.");
            outbox.Add(old.Lease, old.Order.Run, new RunEnded(Outcome.Cancelled, $"Slot {slot.Number} was given lease {assignment.Lease}."));
        }
        slot.Begin(assignment);
    }

    private async Task Fetch(Slot slot, Assign assignment, string incoming, CancellationToken cancellation)
    {
        var from = assignment.Order.From!;
        try
        {
            await transfers.Download(from, incoming, cancellation);
            Do(() => Guarded(slot, () => slot.Fetched(assignment, cache.Add(assignment.Order.Run, from, incoming))));
        }
        catch (OperationCanceledException)
        {
            File.Delete(incoming);
        }
        catch (HttpRequestException e)
        {
            Do(() => Guarded(slot, () => slot.NotFetched(assignment, e.Message)));
        }
    }

    private void EndAll(string reason)
    {
        foreach (var slot in slots)
            Guarded(slot, () => slot.StopAtEpochEnd(reason));
    }

    private void Uploaded(string sha256, UploadEnd end)
    {
        storeFails = false;
        (end is UploadEnd.Stored ? stored : lost).Add(sha256);
        if (end is UploadEnd.Lost)
            log.LogError("Checkpoint {Checkpoint} in {Folder} is gone or damaged; its epoch is reported without it", sha256, home.Checkpoints);
    }

    private void Publish()
    {
        snapshot = Look();
        if (snapshot.Uploads.Length > 0)
            transfers.Wake();
        Changed?.Invoke();
    }

    private AgentSnapshot Look()
    {
        var first = outbox.Waiting.Take(Window).ToList();
        var busy = slots.Where(slot => slot.Assignment is not null).ToList();
        return new(
            [.. busy.Select(slot => slot.Assignment!.Lease)],
            draining ? [] : [.. slots.Where(IsIdle).Select(slot => slot.Number)],
            [.. first.TakeWhile(report => !AwaitsUpload(report)).Select(WithoutLostCheckpoint)],
            [.. first.Where(AwaitsUpload).Select(report => CheckpointOf(report)!).Select(checkpoint => new Upload(checkpoint, cache.Find(checkpoint.Sha256)))],
            outbox.Count,
            first.Count > 0 && first[0].Number < outbox.FirstOwnNumber,
            [.. busy.Select(slot => slot.Progress).OfType<Progress>().Select(progress => progress with { Agent = identity.Name })],
            storeFails,
            busy.Count > 0);
    }

    private bool IsIdle(Slot slot) =>
        slot.Assignment is null && !slot.IsResting && !(slot.LastLease is { } lease && outbox.HoldsReportsOf(lease));

    private bool AwaitsUpload(Report report) =>
        CheckpointOf(report) is { } checkpoint && !stored.Contains(checkpoint.Sha256) && !lost.Contains(checkpoint.Sha256);

    private Report WithoutLostCheckpoint(Report report) =>
        CheckpointOf(report) is { } checkpoint && lost.Contains(checkpoint.Sha256)
            ? report with { Fact = (EpochCompleted)report.Fact with { Checkpoint = null } }
            : report;

    private static CheckpointReference? CheckpointOf(Report report) => (report.Fact as EpochCompleted)?.Checkpoint;
}
