using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>
/// A disk that refuses now and then, trainers that crash and stall, a store that fails and a coordinator that says anything at any time, all
/// from one seed. Does what the machine orders and checks, order by order, that nothing is done before what it stands on.
/// </summary>
internal sealed class RandomWorld(int seed, int slots)
{
    private readonly Registered welcome = new(30, "http://coordinator", "token", LeasesAhead: true, ReportsTogether: seed % 2 == 0 ? true : null);
    private readonly Random random = new(seed);
    private readonly MachineInTest it = new(slots);
    private readonly Queue<AgentEvent> came = [];
    private readonly Dictionary<long, Trainer> trainers = [];
    private readonly HashSet<string> adopted = [];
    private readonly HashSet<string> lost = [];
    private readonly HashSet<string> store = [];
    private readonly List<(string Sha256, long Question, bool Sends)> questions = [];
    private readonly List<long> fetches = [];
    private readonly SortedDictionary<long, Report> outbox = [];
    private readonly Dictionary<long, int?> slotOf = [];
    private readonly HashSet<long> said = [];
    private readonly HashSet<long> acknowledged = [];
    private readonly Dictionary<LeaseId, int> ends = [];
    private readonly HashSet<LeaseId> taken = [];
    private readonly HashSet<LeaseId> revoked = [];
    private readonly HashSet<LeaseId> rested = [];
    private readonly List<Assign> assignments = [];
    private readonly List<Note> uncommitted = [];
    private long lastNumber;
    private bool calm;

    /// <summary>How much has happened, so that a test can say that something has.</summary>
    public int Ends => ends.Count;

    public int Said => said.Count;

    public void Live(int steps)
    {
        for (var step = 0; step < steps; step++)
            Give(Anything());
    }

    /// <summary>The faults end. What was taken on comes to its end, and all that was noted is delivered.</summary>
    public void ComeToRest()
    {
        calm = true;
        Give(new LineOpened("coordinator:4053"));
        for (var round = 0; round < 2000 && !IsAtRest; round++)
        {
            it.Pass(TimeSpan.FromSeconds(5));
            Give(Tick.Instance);
            if (!it.Machine.Conversation.Registered)
                Give(new Heard(welcome));
            foreach (var fetch in fetches.ToList())
                Give(FetchAnswer(fetch));
            foreach (var (id, trainer) in trainers.ToList())
                Give(NextOf(id, trainer));
            while (questions.Count > 0)
                Give(StoreAnswer());
            foreach (var number in said.Except(acknowledged).ToList())
                Give(Acknowledgement(number));
        }
        Assert.True(IsAtRest, $"seed {seed}: {string.Join(", ", it.Machine.Slots.Select(slot => slot.State))}; {outbox.Count} reports wait");
        Assert.All(taken, lease => Assert.True(
            ends.GetValueOrDefault(lease) == 1 || revoked.Contains(lease) || rested.Contains(lease),
            $"seed {seed}: lease {lease} was taken and never ended"));
        Assert.All(trainers.Values, trainer => Assert.False(trainer.HasOrder));
    }

    private bool IsAtRest =>
        outbox.Count == 0 && uncommitted.Count == 0 && it.Machine.Slots.All(slot => slot is { State: SlotState.Idle, Next: null }) && trainers.Values.All(trainer => !trainer.Killed);

    private bool Chance(double of) => !calm && random.NextDouble() < of;

    private void Give(AgentEvent e)
    {
        TakeAll(e);
        // What is noted is on disk a while later, together with what came meanwhile.
        while (uncommitted.Count > 0 && (calm || random.Next(3) == 0))
            Commit();
    }

    private void TakeAll(AgentEvent e)
    {
        Take(e);
        while (came.TryDequeue(out var next))
            Take(next);
    }

    private void Commit()
    {
        Note[] notes = [.. uncommitted];
        uncommitted.Clear();
        if (Chance(0.1))
        {
            lastNumber = notes[0].Report.Number - 1;
            foreach (var note in notes)
                if (note.Report.Fact is RunEnded)
                    ends.Remove(note.Report.Lease);
            foreach (var note in Enumerable.Reverse(notes))
            {
                rested.Add(note.Report.Lease);
                TakeAll(new DiskRefused(note, "No space left on device", nameof(IOException)));
            }
            return;
        }
        foreach (var note in notes)
            outbox.Add(note.Report.Number, note.Report);
        foreach (var note in notes)
            TakeAll(new Noted(note.Slot, note.Report));
    }

    private void Take(AgentEvent e)
    {
        if (e is TrainerExited exited)
            trainers.Remove(exited.Trainer);
        var orders = it.On(e);
        foreach (var slot in it.Machine.Slots)
        {
            if (slot.State.Given is { } given)
                taken.Add(given.Lease);
            if (slot.State is SlotState.Resting && slot.LastLease is { } lease)
                rested.Add(lease);
        }
        foreach (var order in orders)
        {
            if (IsOfDisk(order) && Chance(0.05))
            {
                if (order is Note { Report: var unwritten })
                    rested.Add(unwritten.Lease);
                came.Enqueue(new DiskRefused(order, "No space left on device", nameof(IOException)));
            }
            else
                Do(order);
        }
    }

    private static bool IsOfDisk(AgentOrder order) =>
        order is Adopt or Note or MakeFolder or LookForCheckpoint or TakeOver or StartTrainer or Drop;

    private void Do(AgentOrder order)
    {
        switch (order)
        {
            case Adopt adopt:
                var reference = new CheckpointReference(
                    adopt.Metrics.Epoch, $"{adopt.Run} {adopt.Metrics.Epoch}", random.Next(2) * 2 * UploadBook.SentUnasked);
                adopted.Add(reference.Sha256);
                came.Enqueue(new Adopted(adopt.Slot, adopt.Lease, adopt.Metrics, reference));
                break;
            case Note note:
                Keep(note);
                break;
            case Say { Message: Report report }:
                Check(report);
                break;
            case Say { Message: Reports { Each: var reports } }:
                foreach (var report in reports)
                    Check(report);
                break;
            case Drop drop:
                Assert.Contains(drop.Number, acknowledged);
                break;
            case Release release:
                Assert.DoesNotContain(outbox.Values, report => ShaOf(report) == release.Sha256);
                break;
            case LookForCheckpoint look:
                came.Enqueue(new CheckpointLookedFor(look.Slot, look.Lease, random.Next(2) == 0 ? "a file" : null));
                break;
            case Fetch fetch:
                fetches.Add(fetch.Number);
                break;
            case TakeOver take:
                came.Enqueue(new CheckpointLookedFor(take.Slot, take.Lease, "a file"));
                break;
            case MakeFolder make:
                came.Enqueue(new FolderMade(make.Slot, make.Lease, "a folder"));
                break;
            case StartTrainer start when Chance(0.02):
                came.Enqueue(new TrainerNotStarted(start.Slot, start.Trainer, "no such program"));
                break;
            case StartTrainer start:
                Assert.DoesNotContain(trainers.Values, trainer => trainer.Slot == start.Slot);
                trainers.Add(start.Trainer, new(start.Slot));
                came.Enqueue(new TrainerStarted(start.Slot, start.Trainer));
                break;
            case Tell tell:
                Tell(tell);
                break;
            case Kill kill:
                trainers[kill.Trainer].Killed = true;
                break;
            case AskStore ask:
                questions.Add((ask.Sha256, ask.Question, false));
                break;
            case SendToStore send when Chance(0.02):
                lost.Add(send.Sha256);
                came.Enqueue(new CopyChecked(send.Sha256, send.Question, OwnCopy.Missing));
                break;
            case SendToStore send:
                questions.Add((send.Sha256, send.Question, true));
                break;
            case CheckCopy check:
                var copy = Chance(0.3) ? OwnCopy.Damaged : OwnCopy.Sound;
                if (copy is OwnCopy.Damaged)
                    lost.Add(check.Sha256);
                came.Enqueue(new CopyChecked(check.Sha256, check.Question, copy));
                break;
        }
    }

    private void Keep(Note note)
    {
        var report = note.Report;
        Assert.True(report.Number > lastNumber, $"seed {seed}: report {report.Number} after {lastNumber}");
        lastNumber = report.Number;
        if (ShaOf(report) is { } sha256)
            Assert.Contains(sha256, adopted);
        if (report.Fact is RunEnded)
            Assert.Equal(1, ends[report.Lease] = ends.GetValueOrDefault(report.Lease) + 1);
        else
            Assert.False(ends.ContainsKey(report.Lease), $"seed {seed}: lease {report.Lease} goes on after its end");
        slotOf[report.Number] = note.Slot;
        uncommitted.Add(note);
    }

    private void Check(Report report)
    {
        Assert.True(outbox.TryGetValue(report.Number, out var kept), $"seed {seed}: report {report.Number} is said and not noted");
        Assert.All(
            outbox.Values.TakeWhile(earlier => earlier.Number < report.Number)
                .Where(earlier => slotOf[earlier.Number] == slotOf[report.Number] || earlier.Lease == report.Lease),
            earlier => Assert.Contains(earlier.Number, said));
        if (ShaOf(report) is { } sha256)
            Assert.Contains(sha256, store);
        else if (ShaOf(kept) is { } without)
            Assert.Contains(without, lost);
        said.Add(report.Number);
    }

    private void Tell(Tell tell)
    {
        if (!trainers.TryGetValue(tell.Trainer, out var trainer))
            return;
        if (tell.What is not TrainOrder order)
        {
            trainer.Stops = true;
            return;
        }
        Assert.False(trainer.HasOrder || trainer.Killed, $"seed {seed}: slot {trainer.Slot} trains already");
        Assert.Single(trainers.Values, other => other.Slot == trainer.Slot);
        (trainer.Order, trainer.Epoch, trainer.Begun, trainer.Stops) = (order, order.Run.FromEpoch, false, false);
    }

    private AgentEvent Anything() => random.Next(10) switch
    {
        0 => Time(),
        1 or 2 => FromTheCoordinator(),
        3 or 4 when questions.Count > 0 => StoreAnswer(),
        5 when fetches.Count > 0 => FetchAnswer(fetches[random.Next(fetches.Count)]),
        6 or 7 when trainers.Count > 0 => Any(trainers) is var (id, trainer) ? NextOf(id, trainer) : Tick.Instance,
        8 when said.Except(acknowledged).ToList() is { Count: > 0 } open => Acknowledgement(open[random.Next(open.Count)]),
        _ => Assignment(),
    };

    private Tick Time()
    {
        it.Pass(TimeSpan.FromSeconds(random.Next(20) == 0 ? 700 : random.Next(1, 40)));
        return Tick.Instance;
    }

    private AgentEvent FromTheCoordinator()
    {
        switch (random.Next(14))
        {
            case 0: return new LineOpened("coordinator:4053");
            case 1: return new LineClosed();
            case 2: return new CoordinatorUp();
            case 3: return new Heard(new RegisterFirst());
            case 4: return new Heard(new Refused("why"));
            case 5: return new Heard(new Drain());
            case 6: return new Heard(new WorkAvailable());
            case 7: return new Heard(new NoWork(random.Next(slots), 5));
            case 8 or 9 when assignments.Count > 0:
                var atEpochEnd = random.Next(2) == 0;
                var lease = assignments[random.Next(assignments.Count)].Lease;
                if (!atEpochEnd)
                    revoked.Add(lease);
                return new Heard(new RevokeLease(lease, "why", atEpochEnd));
            default: return new Heard(welcome);
        }
    }

    private Heard Assignment()
    {
        if (assignments.Count > 0 && random.Next(3) == 0)
            return new(assignments[random.Next(assignments.Count)]);
        var order = Some.Order(
            toEpoch: 3, lr: 0.001 * (1 + random.Next(20)), from: random.Next(3) == 0 ? new(1, "somewhere", 10) : null);
        var assignment = Some.Assign(assignments.Count + 1, order, random.Next(slots)) with { Ahead = random.Next(2) == 0 ? true : null };
        assignments.Add(assignment);
        return new(assignment);
    }

    private AgentEvent NextOf(long id, Trainer trainer)
    {
        if (trainer.Killed || Chance(0.05))
            return new TrainerExited(id, new(137, []));
        if (!trainer.HasOrder || Chance(0.1))
            return Tick.Instance;
        if (!trainer.Begun)
        {
            trainer.Begun = true;
            return new TrainerSaid(id, new RunBegun(new("f", "cpu", "m", "none", "0.1.0", Precision.Fp32, "")));
        }
        if (Chance(0.2))
            return new TrainerSaid(id, new Stepped(trainer.Epoch + 1, 1, 2, 0.5, 100));
        if (trainer.Epoch == trainer.Order!.Run.ToEpoch || trainer.Stops || Chance(0.05))
            return EndOf(id, trainer);
        trainer.Epoch++;
        return new TrainerSaid(id, new EpochTrained(Some.Metrics(trainer.Epoch), "a file"));
    }

    private TrainerSaid EndOf(long id, Trainer trainer)
    {
        var outcome = trainer.Epoch == trainer.Order!.Run.ToEpoch ? Outcome.Completed
            : trainer.Stops ? Outcome.Cancelled
            : random.Next(2) == 0 ? Outcome.OutOfMemory
            : Outcome.AgentLost;
        trainer.Order = null;
        return new(id, new OrderEnded(outcome, "why"));
    }

    private StoreAnswered StoreAnswer()
    {
        var (sha256, question, sends) = questions[0];
        questions.RemoveAt(0);
        if (Chance(0.2))
            return new(sha256, question, new StoreAnswer.Failed("503"));
        if (sends && Chance(0.1))
            return new(sha256, question, new StoreAnswer.Refused("400"));
        if (!sends && !store.Contains(sha256))
            return new(sha256, question, new StoreAnswer.Absent("404"));
        store.Add(sha256);
        return new(sha256, question, GpuAgent.Deciding.StoreAnswer.Done.Instance);
    }

    private FetchAnswered FetchAnswer(long number)
    {
        fetches.Remove(number);
        return new(
            number,
            Chance(0.3) ? new StoreAnswer.Failed("503") : Chance(0.2) ? new StoreAnswer.Absent("404") : GpuAgent.Deciding.StoreAnswer.Done.Instance);
    }

    private Heard Acknowledgement(long number)
    {
        acknowledged.Add(number);
        outbox.Remove(number);
        return new(new Acknowledge(number, Protocol.Messages.Acknowledgement.Accepted));
    }

    private KeyValuePair<long, Trainer> Any(Dictionary<long, Trainer> from) => from.ElementAt(random.Next(from.Count));

    private static string? ShaOf(Report report) => (report.Fact as EpochCompleted)?.Checkpoint?.Sha256;

    private sealed class Trainer(int slot)
    {
        public int Slot => slot;
        public TrainOrder? Order { get; set; }
        public bool HasOrder => Order is not null && !Killed;
        public int Epoch { get; set; }
        public bool Begun { get; set; }
        public bool Stops { get; set; }
        public bool Killed { get; set; }
    }
}
