using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Sweep.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Ports;
using Sweep.Protocol.Gate;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Runtime;

/// <summary>
/// Does what <see cref="AgentMachine"/> orders, through what it is given, and tells it what came of that. Decides nothing. Reports and the
/// checkpoints that they name wait until they are committed, so that many go to disk together. Not thread-safe: whoever owns it calls it
/// once at a time.
/// </summary>
internal sealed class AgentInterpreter : IDisposable
{
    private readonly IReadOnlyList<SlotDevice> devices;
    private readonly AgentPlaces places;
    private readonly IFiles files;
    private readonly ITrainers trainers;
    private readonly IStore store;
    private readonly ISupplies datasets;
    private readonly ISupplies code;
    private readonly Action<AgentEvent> post;
    private readonly Action<SessionAnswer> postSession;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly long startedAt;
    private readonly OutboxFile outbox;
    private readonly CheckpointCache cache;
    private readonly AgentMachine machine;
    private readonly Dictionary<long, ITrainer> living = [];
    private readonly Dictionary<long, Fetched> fetches = [];
    private readonly Queue<AgentEvent> came = [];
    private readonly Queue<AgentEvent> given = [];
    private readonly List<Note> added = [];
    private bool inside;
    private string? session;
    private bool sessionOpens;

    /// <param name="stall">A trainer without a step for so long is killed.</param>
    /// <param name="post">
    /// Called on any thread with what trainers and the store say: to be brought to <see cref="On"/>, one after the other, in order.
    /// </param>
    /// <param name="until">When the machine is to be free again; null where nobody has said so.</param>
    /// <param name="builtInOnly">Whether no programs of others are run here.</param>
    /// <param name="postSession">The same for <see cref="Hear(SessionAnswer)"/>.</param>
    /// <exception cref="Experiments.Inputs.BadInputException">The outbox cannot be read.</exception>
    public AgentInterpreter(
        AgentIdentity identity, IReadOnlyList<SlotDevice> devices, AgentPlaces places, TimeSpan stall,
        IFiles files, ITrainers trainers, IStore store, ISupplies datasets, ISupplies code, Action<AgentEvent> post,
        Action<SessionAnswer> postSession, TimeProvider time, ILogger log, DateTimeOffset? until = null, bool builtInOnly = false)
    {
        (this.devices, this.places, this.files, this.trainers, this.store) = (devices, places, files, trainers, store);
        (this.datasets, this.code, this.post, this.postSession, this.time, this.log) = (datasets, code, post, postSession, time, log);
        startedAt = time.GetTimestamp();
        outbox = OutboxFile.Open(files, places.Outbox, identity.Name, out var kept);
        machine = new(identity, devices, stall, kept, outbox.LastNumber, Now, until, builtInOnly);
        cache = new(files, places.Checkpoints, machine.Uploads.All.Select(upload => upload.Checkpoint.Sha256));
        Run(machine.Begin());
        Digest();
        Commit();
    }

    /// <summary>Where what is said goes; null while there is no way to the coordinator.</summary>
    public ICoordinatorLine? Line { get; private set; }

    /// <summary>The coordinator's store; null while its address is not known.</summary>
    public StoreAddress? Store => machine.Store;

    /// <summary>Whether what it says is said in a session.</summary>
    public bool HasSession => session is not null;

    /// <summary>Whether reports wait to be on disk: <see cref="Commit"/> is to be called after the events that have come already.</summary>
    public bool HasUncommitted => added.Count > 0;

    private ClockReading Now => new(time.GetElapsedTime(startedAt), time.GetUtcNow());

    public AgentSnapshot Look() => machine.Look();

    public bool IsBusy => machine.IsBusy;

    public void Open(ICoordinatorLine line)
    {
        Line = line;
        On(new LineOpened(line.Place));
    }

    public void Close(ICoordinatorLine line)
    {
        if (Line != line)
            return;
        Line = null;
        On(new LineClosed());
    }

    /// <summary>
    /// The guard at the edge: what a coordinator says is believed no more than what an agent says, and nothing at all outside of the
    /// session but that one is to be opened.
    /// </summary>
    public void Hear(ISweepMessage message, string from)
    {
        if (WireGate.Refusal(message) is { } refusal)
            log.LogWarning("A {Message} from {Sender} is refused: {Reason}", message.GetType().Name, from, refusal);
        else if (message is SessionFirst first)
            Do(first);
        else if (message is InSession said && IsOurs(said.Session))
        {
            Line?.Heard(said.Message);
            On(new Heard(said.Message));
        }
        else
            log.LogDebug(
                "A {Message} from {Sender} is not said in this agent's session and counts for nothing", message.GetType().Name, from);
    }

    /// <summary>What the coordinator answered when it was asked for a session.</summary>
    public void Hear(SessionAnswer answer)
    {
        sessionOpens = false;
        session = answer.Session ?? session;
        On(answer.Session is null ? new SessionNotOpened(answer.Reason) : SessionOpened.Instance);
    }

    public void On(AgentEvent e)
    {
        given.Enqueue(e);
        TakeAll();
    }

    /// <summary>Puts on disk what waits for it, all of it together, and tells what came of that.</summary>
    public void Commit()
    {
        if (added.Count == 0)
            return;
        Note[] notes = [.. added];
        added.Clear();
        foreach (var e in Committed(notes))
            came.Enqueue(e);
        TakeAll();
    }

    /// <summary>A checkpoint is on disk before the report that names it.</summary>
    private IEnumerable<AgentEvent> Committed(Note[] notes)
    {
        try
        {
            cache.Commit();
            outbox.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            outbox.Withdraw();
            // The last first, so that their numbers are free again.
            return Enumerable.Reverse(notes).Select(note => new DiskRefused(note, e.Message, e.GetType().Name));
        }
        return notes.Select(note => new Noted(note.Slot, note.Report));
    }

    private void TakeAll()
    {
        if (inside)
            return;
        inside = true;
        try
        {
            Digest();
            while (given.TryDequeue(out var next))
            {
                Take(next);
                Digest();
            }
        }
        finally
        {
            inside = false;
        }
    }

    /// <summary>Closes the outbox's file.</summary>
    public void Dispose() => outbox.Dispose();

    /// <summary>What came of orders is told before anything else is.</summary>
    private void Digest()
    {
        while (came.TryDequeue(out var e))
            Take(e);
    }

    private void Take(AgentEvent e)
    {
        if (e is TrainerExited exited)
            living.Remove(exited.Trainer);
        else if (e is FetchAnswered answered)
            Arrived(answered);
        Run(machine.On(e, Now));
    }

    private void Run(IReadOnlyList<AgentOrder> orders)
    {
        foreach (var order in orders)
        {
            try
            {
                Do(order);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                came.Enqueue(new DiskRefused(order, e.Message, e.GetType().Name));
            }
        }
    }

    private void Do(AgentOrder order)
    {
        switch (order)
        {
            case Say say: Line?.Say(Wrapped(say.Message)); break;
            case KeepSaying beat: Line?.KeepSaying(Wrapped(beat.Heartbeat), beat.Every); break;
            case LookForSupply look: came.Enqueue(new SupplyLookedFor(look.Slot, look.Lease, Lacks(look.Wanted))); break;
            case FetchSupply fetch: Do(fetch); break;
            case LookForCheckpoint look:
                came.Enqueue(new CheckpointLookedFor(look.Slot, look.Lease, cache.FindSound(look.Checkpoint.Sha256)));
                break;
            case Fetch fetch: Do(fetch); break;
            case CallOff off: Do(off); break;
            case TakeOver take: Do(take); break;
            case MakeFolder make: Do(make); break;
            case StartTrainer start: Do(start); break;
            case Tell tell: living.GetValueOrDefault(tell.Trainer)?.Tell(tell.What); break;
            case Kill kill: living.GetValueOrDefault(kill.Trainer)?.Kill(); break;
            case Adopt adopt:
                came.Enqueue(new Adopted(
                    adopt.Slot, adopt.Lease, adopt.Metrics, cache.Adopt(adopt.Run, adopt.Metrics.Epoch, adopt.File)));
                break;
            case Note note:
                outbox.Add(note.Report);
                added.Add(note);
                break;
            case Drop drop: outbox.Acknowledge(drop.Number, drop.IsLast); break;
            case Release release: cache.Release(release.Sha256); break;
            case AskStore ask:
                store.Has(ask.At, ask.Sha256, answer => post(new StoreAnswered(ask.Sha256, ask.Question, answer)));
                break;
            case SendToStore send: Do(send); break;
            case CheckCopy check: came.Enqueue(new CopyChecked(check.Sha256, check.Question, CopyOf(check.Sha256))); break;
            case Write write: Do(write); break;
        }
    }

    /// <summary>
    /// One is asked for at a time, however often that is said. Anybody may say it, so the session of now holds until there is another: a
    /// coordinator that does not know it says so again.
    /// </summary>
    private void Do(SessionFirst first)
    {
        if (sessionOpens)
            return;
        sessionOpens = true;
        store.OpenSession(first.Url, postSession);
    }

    private ISweepMessage Wrapped(ISweepMessage message) => session is null ? message : new InSession(session, message);

    private bool IsOurs(string other) =>
        session is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(other), Encoding.ASCII.GetBytes(session));

    private void Do(Fetch fetch)
    {
        var target = cache.Incoming(fetch.Checkpoint, fetch.Number);
        var fetched = fetches[fetch.Number] = new(target);
        fetched.CallOff = store.Get(
            fetch.From, fetch.Checkpoint, target, answer => post(new FetchAnswered(fetch.Number, answer)));
    }

    private void Do(CallOff off)
    {
        if (!fetches.TryGetValue(off.Number, out var fetched))
            return;
        if (fetched.HasAnswered)
            Discard(off.Number, fetched);
        else
            fetched.CallOff?.Invoke();
    }

    private void Do(TakeOver take)
    {
        if (!fetches.Remove(take.Number, out var fetched))
            return;
        cache.Add(take.Run, take.Checkpoint, fetched.Target);
        // It was right when it arrived; what a run continues from is looked at last of all.
        came.Enqueue(new CheckpointLookedFor(take.Slot, take.Lease, cache.FindSound(take.Checkpoint.Sha256)));
    }

    private void Arrived(FetchAnswered answered)
    {
        if (!fetches.TryGetValue(answered.Number, out var fetched))
            return;
        fetched.HasAnswered = true;
        if (answered.Answer is not StoreAnswer.Done)
            Discard(answered.Number, fetched);
    }

    private void Discard(long number, Fetched fetched)
    {
        fetches.Remove(number);
        try
        {
            files.Delete(fetched.Target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start sweeps it away.
            log.LogDebug("{File} stays: {Reason}", fetched.Target, e.Message);
        }
    }

    private bool Lacks(Supply wanted) => wanted switch
    {
        Supply.Data data => datasets.Lacks(data.Name),
        Supply.Code packed => code.Lacks(packed.Sha256),
        _ => throw new ArgumentOutOfRangeException(nameof(wanted)),
    };

    private void Do(FetchSupply fetch)
    {
        if (fetch.Wanted is Supply.Data data)
            datasets.Fetch(fetch.From, data.Name, Answered);
        else if (fetch.Wanted is Supply.Code packed)
            code.Fetch(fetch.From, packed.Sha256, Answered);

        void Answered(StoreAnswer answer) => post(new SupplyFetched(fetch.Number, answer));
    }

    private void Do(MakeFolder make)
    {
        var folder = places.Work(make.Slot);
        // Most runs leave nothing, and a folder that is deleted and made again keeps the file system busy.
        if (files.IsFolder(folder) && (files.FilesIn(folder).Any() || files.FoldersIn(folder).Any()))
            files.DeleteFolder(folder);
        files.MakeFolder(folder);
        came.Enqueue(new FolderMade(make.Slot, make.Lease, folder, make.Code is { } name ? places.Code(name) : null));
    }

    private void Do(StartTrainer start)
    {
        try
        {
            living[start.Trainer] = trainers.Start(
                devices.First(device => device.Slot.Number == start.Slot),
                what => post(new TrainerSaid(start.Trainer, what)),
                exit => post(new TrainerExited(start.Trainer, exit)));
            came.Enqueue(new TrainerStarted(start.Slot, start.Trainer));
        }
        catch (Win32Exception e)
        {
            came.Enqueue(new TrainerNotStarted(start.Slot, start.Trainer, e.Message));
        }
    }

    private void Do(SendToStore send)
    {
        if (cache.Find(send.Sha256) is { } path && files.Look(path) is not null)
            store.Put(
                send.At, send.Sha256, path,
                bytes => post(new UploadAdvanced(send.Sha256, bytes)),
                answer => post(new StoreAnswered(send.Sha256, send.Question, answer)));
        else
            came.Enqueue(new CopyChecked(send.Sha256, send.Question, OwnCopy.Missing));
    }

    private OwnCopy CopyOf(string sha256) =>
        cache.Find(sha256) is not { } path || files.Look(path) is null ? OwnCopy.Missing
        : CheckpointCache.IsSound(files, path, sha256) ? OwnCopy.Sound
        : OwnCopy.Damaged;

    private void Do(Write write)
    {
        var level = write.Importance switch
        {
            Importance.Debug => LogLevel.Debug,
            Importance.Information => LogLevel.Information,
            Importance.Warning => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        using var about = write.About is { } given ? log.BeginScope(Subject(given)) : null;
#pragma warning disable CA2254 // The templates are constants, in the machine.
        if (log.IsEnabled(level))
            log.Log(level, write.Template, [.. write.Values]);
#pragma warning restore CA2254
    }

    private static KeyValuePair<string, object?>[] Subject(Assign given) =>
        [new("Sweep", given.Order.Sweep), new("Run", given.Order.Run), new("Lease", given.Lease), new("Attempt", given.Attempt)];

    /// <summary>A download that the store was asked for.</summary>
    private sealed class Fetched(string target)
    {
        public string Target => target;
        public Action? CallOff { get; set; }
        public bool HasAnswered { get; set; }
    }
}
