using System.Globalization;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
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
    private readonly Delivery delivery;
    private readonly StoredCheckpoints stored;
    private readonly HashSet<string> lost = [];
    private readonly HashSet<LeaseId> over = [];
    private bool draining;
    private bool storeFails;
    private string? uploadTrouble;
    private bool saidThatDeliveryStands;
    private volatile AgentSnapshot snapshot;

    public AgentRuntime(
        AgentIdentity identity, AgentHome home, IReadOnlyList<SlotDevice> devices, TrainerTerms terms, TimeProvider time, ILogger log)
    {
        (this.identity, this.home, this.terms, this.log) = (identity, home, terms, log);
        Devices = devices;
        leftovers = new LeftoverTrainers(home.Trainers);
        foreach (var pid in leftovers.KillAll())
            log.LogWarning("Killed trainer {Pid}, left by an earlier agent", pid);
        (delivery, stored) = (new(time), new(time));
        outbox = Outbox.Open(home.Outbox, identity.Name);
        EndWhatWasLeft();
        cache = new CheckpointCache(
            home.Checkpoints,
            outbox.Waiting.Select(CheckpointOf).OfType<CheckpointReference>().Select(checkpoint => checkpoint.Sha256));
        slots = [.. devices.Select(device => new Slot(device, this, terms.Stall, time, log))];
        snapshot = Look();
        thread = new SerialThread("agent", Publish, log);
        transfers = new CheckpointTransfers(
            () => snapshot.Uploads,
            (sha256, end) => Do(() => Uploaded(sha256, end)),
            () => Do(delivery.Moved),
            e => Do(() => Failed(e)),
            time, log);
        transfers.Start();
        ticking = new Timer(_ => Do(Tick), null, TickEvery, TickEvery);
        if (outbox.Count > 0)
            log.LogInformation("{Count} reports of an earlier run of this agent wait for the coordinator", outbox.Count);
    }

    public AgentIdentity Identity => identity;
    public IReadOnlyList<SlotDevice> Devices { get; }
    public AgentSnapshot Snapshot => snapshot;

    /// <summary>Raised after every change of <see cref="Snapshot"/>, on the agent's own thread: be quick.</summary>
    public event Action? Changed;

    /// <param name="anew">
    /// Whether the coordinator was out of reach before, or is another process. What its store had then may be gone by now.
    /// </param>
    public void Connect(BlobClient store, bool anew = true)
    {
        transfers.Connect(store);
        Do(() =>
        {
            storeFails = false;
            if (!anew)
                return;
            delivery.Moved();
            LookAgain(stored.All);
        });
    }

    public void Assign(Assign assignment) => Do(() =>
    {
        if (slots.FirstOrDefault(slot => slot.Number == assignment.Slot) is not { } slot)
            log.LogWarning("Lease {Lease} is for slot {Slot}, which this agent does not have", assignment.Lease, assignment.Slot);
        else if (!draining && slot.Assignment?.Lease != assignment.Lease
            && !over.Contains(assignment.Lease)
            && !outbox.HoldsReportsOf(assignment.Lease))
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
        delivery.Moved();
        if (answer.Answer is Acknowledgement.Stale)
            log.LogInformation("Report {Number} of lease {Lease} came too late to count", report.Number, report.Lease);
        if (CheckpointOf(report) is not { } checkpoint)
            return;
        stored.Remove(checkpoint.Sha256);
        lost.Remove(checkpoint.Sha256);
        transfers.Forget(checkpoint.Sha256);
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
        if (outbox.Count == 0)
            delivery.Moved();
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
            terms.Command.For(slot.Device),
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
            outbox.Add(
                old.Lease, old.Order.Run,
                new RunEnded(Outcome.Cancelled, $"Slot {slot.Number} was given lease {assignment.Lease}."));
        }
        slot.Begin(assignment);
    }

    private async Task Fetch(Slot slot, Assign assignment, string incoming, CancellationToken cancellation)
    {
        var from = assignment.Order.From!;
        try
        {
            await transfers.Download(from, incoming, cancellation);
            Do(() => Guarded(slot, () =>
            {
                (storeFails, uploadTrouble) = (false, null);
                slot.Fetched(assignment, cache.Add(assignment.Order.Run, from, incoming));
            }));
        }
        catch (OperationCanceledException)
        {
            File.Delete(incoming);
        }
        catch (HttpRequestException e)
        {
            Do(() => Guarded(slot, () => slot.NotFetched(assignment, Outcome.CheckpointLost, e.Message)));
        }
        catch (TimeoutException e)
        {
            // The checkpoint is there, only not for this machine: another may well get it.
            Do(() => Guarded(slot, () => slot.NotFetched(assignment, Outcome.AgentLost, e.Message)));
        }
    }

    private void EndAll(string reason)
    {
        foreach (var slot in slots)
            Guarded(slot, () => slot.StopAtEpochEnd(reason));
    }

    private void EndWhatWasLeft()
    {
        try
        {
            outbox.EndWhatWasLeft(new(Outcome.AgentLost, $"Agent {identity.Name} started anew."));
        }
        catch (IOException e)
        {
            // Their leases end by themselves, a little later.
            log.LogWarning("The ends of runs that an earlier agent trained cannot be noted: {Reason}", e.Message);
        }
    }

    private void Tick()
    {
        foreach (var slot in slots)
            Guarded(slot, slot.Tick);
        LookAgain(stored.Old);
        TellWhetherDeliveryStands();
    }

    /// <summary>
    /// Has the store asked again whether it has what reports that wait will name: what nobody has named yet, it keeps for a while only.
    /// </summary>
    private void LookAgain(IReadOnlyList<string> checkpoints)
    {
        foreach (var sha256 in checkpoints)
        {
            stored.AskAgain(sha256);
            transfers.Forget(sha256);
        }
    }

    private void TellWhetherDeliveryStands()
    {
        var stands = outbox.Count > 0 && delivery.StandsStill;
        if (stands && !saidThatDeliveryStands)
            log.LogError("{Trouble} Their runs are left to others; the reports are kept and go when they can", StandingTrouble());
        else if (!stands && saidThatDeliveryStands)
            log.LogInformation("Reports are delivered again");
        saidThatDeliveryStands = stands;
    }

    private string StandingTrouble() => string.Create(CultureInfo.InvariantCulture,
        $"{outbox.Count} reports could not be delivered for {Delivery.Patience.TotalMinutes:0} minutes: "
            + $"{uploadTrouble ?? "the coordinator does not take them."}");

    private void Failed(Exception e)
    {
        storeFails = true;
        uploadTrouble = $"Checkpoints do not pass between this agent and {transfers.Address} ({e.Message.TrimEnd('.')}): "
            + "see that its disk has room and its HTTP port is open.";
    }

    private void Uploaded(string sha256, UploadEnd end)
    {
        (storeFails, uploadTrouble) = (false, null);
        var moves = end is UploadEnd.Stored ? stored.Add(sha256) : lost.Add(sha256);
        if (moves)
            delivery.Moved();
        if (end is UploadEnd.Lost)
            log.LogError(
                "Checkpoint {Checkpoint} in {Folder} is gone or damaged; its epoch is reported without it",
                sha256, home.Checkpoints);
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
        var running = busy.Select(slot => slot.Assignment!.Lease).ToImmutableArray();
        return new(
            running,
            delivery.StandsStill ? [] : [.. outbox.Leases.Where(lease => !running.Contains(lease))],
            draining ? [] : [.. slots.Where(IsIdle).Select(slot => slot.Number)],
            [.. first.TakeWhile(report => !AwaitsUpload(report)).Select(WithoutLostCheckpoint)],
            [.. first.Where(AwaitsUpload).Select(report => CheckpointOf(report)!)
                .Select(checkpoint => new Upload(checkpoint, cache.Find(checkpoint.Sha256)))],
            outbox.Count,
            first.Count > 0 && first[0].Number < outbox.FirstOwnNumber,
            [.. busy.Select(slot => slot.Progress).OfType<Progress>().Select(progress => progress with { Agent = identity.Name })],
            storeFails,
            busy.Count > 0,
            Trouble() is { } trouble ? Texts.Plain(trouble, Heartbeat.LongestTrouble) : null);
    }

    private string? Trouble()
    {
        if (outbox.Count > 0 && delivery.StandsStill)
            return StandingTrouble();
        return uploadTrouble ?? slots.Select(slot => slot.Trouble).FirstOrDefault(trouble => trouble is not null);
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
