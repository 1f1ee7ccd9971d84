using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>
/// Walks the machine: brings it into every state, gives it every event there, and writes down what it says. An event that changes and orders
/// nothing is left out.
/// </summary>
internal static class AgentTables
{
    private const string Sha = "5e3235a8346e5a4585f8c58562f5052b8fe26a3bb122e1e96c76784a56ecbb41";
    private const string File = "epoch-1.checkpoint";
    private const string Folder = "work";
    private const long FirstNumber = 1;

    private static readonly CheckpointReference Checkpoint = new(1, Sha, UploadBook.SentUnasked + 1);
    private static readonly Assign Fresh = Some.Assign(7, Some.Order(toEpoch: 2));
    private static readonly Assign Continued = Some.Assign(7, Some.Order(toEpoch: 2, from: Checkpoint));
    private static readonly Assign Lacking =
        Some.Assign(7, Some.Order(toEpoch: 2, model: ModelSpec.NotebookCnn, dataset: DatasetSpec.Cifar10));
    private static readonly Assign Ahead = Some.Assign(9, Some.Order(toEpoch: 1)) with { Ahead = true };
    private static readonly LeaseId Lease = Fresh.Lease;
    private static readonly Registered Welcome = new(30, "http://coordinator", "token");
    private static readonly RunEnded Done = new(Outcome.Completed, "Done.");
    private static readonly TrainerExit Exit = new(139, []);
    private static readonly Provenance Proof = new("f", "cpu", "m", "none", "0.1.0", Precision.Fp32, "");

    public static string Slots() => Table(SlotStates, SlotEvents, it => NameOf(it.Slot), _ => true);

    public static string Uploads() => Table(
        UploadStates, UploadEvents, it => it.Machine.Uploads.Find(Sha)?.State.GetType().Name ?? "(not in the book)",
        order => order is not Say { Message: RequestWork or Register });

    public static string Conversation() => Table(ConversationStates, ConversationEvents, StateOfConversation, _ => true);

    /// <summary>The events that every state of slots is asked about, in order.</summary>
    private static readonly (string Name, Func<MachineInTest, AgentEvent> Make)[] SlotEvents =
    [
        ("`Assign` of another lease", _ => new Heard(Some.Assign(8, Some.Order(toEpoch: 1)))),
        ("`Assign` of another lease, from a checkpoint", _ => new Heard(Some.Assign(8, Some.Order(toEpoch: 2, from: Checkpoint)))),
        ("`Assign` of the same lease", _ => new Heard(Fresh)),
        ("`Assign` of the next lease", _ => new Heard(Ahead)),
        ("`RevokeLease` of the next lease at once", _ => new Heard(new RevokeLease(Ahead.Lease, "why", AtEpochEnd: false))),
        ("`RevokeLease` of the next lease at the epoch's end", _ => new Heard(new RevokeLease(Ahead.Lease, "why", AtEpochEnd: true))),
        ("`RevokeLease` at once", _ => new Heard(new RevokeLease(Lease, "why", AtEpochEnd: false))),
        ("`RevokeLease` at the epoch's end", _ => new Heard(new RevokeLease(Lease, "why", AtEpochEnd: true))),
        ("`Drain`", _ => new Heard(new Drain())),
        ("`Leave`", _ => new Leave("why")),
        ("`AgentEnds`", _ => new AgentEnds()),
        ("`SupplyLookedFor`: here", _ => new SupplyLookedFor(0, Lease, Lacks: false)),
        ("`SupplyLookedFor`: not here", _ => new SupplyLookedFor(0, Lease, Lacks: true)),
        ("`SupplyFetched`: `Done`", it => new SupplyFetched(DataFetchOf(it), StoreAnswer.Done.Instance)),
        ("`SupplyFetched`: `Absent`", it => new SupplyFetched(DataFetchOf(it), new StoreAnswer.Absent("404"))),
        ("`SupplyFetched`: `Failed`", it => new SupplyFetched(DataFetchOf(it), new StoreAnswer.Failed("503"))),
        ("`SupplyFetched`: `Failed`, after 15 minutes",
            it => Later(it, AgentMachine.DeliveryPatience, new SupplyFetched(DataFetchOf(it), new StoreAnswer.Failed("503")))),
        ("`CheckpointLookedFor`: here", _ => new CheckpointLookedFor(0, Lease, File)),
        ("`CheckpointLookedFor`: not here", _ => new CheckpointLookedFor(0, Lease, null)),
        ("`FetchAnswered`: `Done`", it => new FetchAnswered(FetchOf(it), StoreAnswer.Done.Instance)),
        ("`FetchAnswered`: `Absent`", it => new FetchAnswered(FetchOf(it), new StoreAnswer.Absent("404"))),
        ("`FetchAnswered`: `Absent`, the fifth time", it => FifthTime(it)),
        ("`FetchAnswered`: `Failed`", it => new FetchAnswered(FetchOf(it), new StoreAnswer.Failed("503"))),
        ("`FetchAnswered`: `Failed`, after 15 minutes",
            it => Later(it, AgentMachine.DeliveryPatience, new FetchAnswered(FetchOf(it), new StoreAnswer.Failed("503")))),
        ("`Tick`, 30 s later", it => Later(it, AgentMachine.Rest, Tick.Instance)),
        ("`Tick`, 10 min without a step later", it => AfterStall(it)),
        ("`FolderMade`", _ => new FolderMade(0, Lease, Folder)),
        ("`TrainerStarted`", it => new TrainerStarted(0, StartOf(it))),
        ("`TrainerNotStarted`", it => new TrainerNotStarted(0, StartOf(it), "no such program")),
        ("`TrainerSaid`: `RunBegun`", it => new TrainerSaid(TrainerOf(it), new RunBegun(Proof))),
        ("`TrainerSaid`: `Stepped`", it => new TrainerSaid(TrainerOf(it), new Stepped(1, 1, 2, 0.5, 100))),
        ("`TrainerSaid`: `EpochTrained`", it => new TrainerSaid(TrainerOf(it), new EpochTrained(Some.Metrics(1), File))),
        ("`TrainerSaid`: `EpochTrained`, diverged", it => new TrainerSaid(TrainerOf(it), new EpochTrained(Some.Metrics(1), null))),
        ("`TrainerSaid`: `OrderEnded`", it => new TrainerSaid(TrainerOf(it), new OrderEnded(Outcome.Completed, "Done."))),
        ("`TrainerSaid`: `OrderEnded`, out of memory",
            it => new TrainerSaid(TrainerOf(it), new OrderEnded(Outcome.OutOfMemory, "The device ran out of memory."))),
        ("`TrainerSaid`: `OrderEnded`, the disk is full",
            it => new TrainerSaid(TrainerOf(it), new OrderEnded(Outcome.AgentLost, "No space left on device."))),
        ("`TrainerSaid`: `OrderEnded`, the checkpoint cannot be read",
            it => new TrainerSaid(TrainerOf(it), new OrderEnded(Outcome.CheckpointLost, "It is no checkpoint."))),
        ("`TrainerExited`", it => new TrainerExited(TrainerOf(it), Exit)),
        ("`TrainerExited`: the last one that was being killed", it => new TrainerExited(DyingOf(it), Exit)),
        ("`Adopted`", it => AtWork(it, new Adopted(0, Lease, Some.Metrics(1), Checkpoint))),
        ("`Noted`: an epoch", it => AtWork(it, new Noted(0, Told(it, new EpochCompleted(Some.Metrics(1), Checkpoint))))),
        ("`Noted`: the end", it => it.Slot is SlotState.Ending ? new Noted(0, Told(it, Done)) : throw new NothingOfTheKindException()),
        ("`DiskRefused`: what was ordered last", it => Full(it)),
        ("`DiskRefused`: `Adopt`", it => AtWork(it, Full(new Adopt(0, Lease, Fresh.Order.Run, Some.Metrics(1), File)))),
        ("`DiskRefused`: `Note`", it => AtWork(it, Full(new Note(0, Told(it, new EpochCompleted(Some.Metrics(1), Checkpoint)))))),
    ];

    private static readonly (string Name, Func<MachineInTest> Make)[] SlotStates =
    [
        ("Idle", () => Registered()),
        ("Idle, and its reports wait", () => Training(
            it => new TrainerSaid(TrainerOf(it), new OrderEnded(Outcome.Completed, "Done.")),
            it => new Noted(0, Told(it, Done)))),
        ("Idle, with a warm trainer", () => Training(
            Some.Assign(6, Fresh.Order),
            it => new TrainerSaid(TrainerOf(it), new OrderEnded(Outcome.Completed, "Done.")),
            it => new Noted(0, Told(it, Done, lease: 6)),
            it => new Heard(new Acknowledge(it.Machine.Reports.Waiting.Last().Number, Acknowledgement.Accepted)))),
        ("Resting", () => Into(Fresh, _ => Full(new MakeFolder(0, Lease)))),
        ("LookingForSupply", () => Into(Lacking)),
        ("AwaitingSupply", () => Into(Lacking, _ => new SupplyLookedFor(0, Lease, Lacks: true))),
        ("AwaitingSupply, between two tries", () => Into(
            Lacking, _ => new SupplyLookedFor(0, Lease, Lacks: true),
            it => new SupplyFetched(DataFetchOf(it), new StoreAnswer.Failed("503")))),
        ("Looking", () => Into(Continued)),
        ("Fetching", () => Into(Continued, _ => new CheckpointLookedFor(0, Lease, null))),
        ("Fetching, between two tries",
            () => Into(
                Continued, _ => new CheckpointLookedFor(0, Lease, null),
                it => new FetchAnswered(FetchOf(it), new StoreAnswer.Failed("503")))),
        ("MakingFolder", () => Into(Fresh)),
        ("AwaitingExit", () => Training(
            Some.Assign(6, Fresh.Order),
            it => new TrainerSaid(TrainerOf(it), new OrderEnded(Outcome.OutOfMemory, "why")),
            it => new Noted(0, Told(it, new RunEnded(Outcome.OutOfMemory, "why"), lease: 6)),
            it => new Heard(new Acknowledge(it.Machine.Reports.Waiting.Last().Number, Acknowledgement.Accepted)),
            _ => new Heard(Fresh), _ => new FolderMade(0, Lease, Folder))),
        ("Starting", () => Into(Fresh, _ => new FolderMade(0, Lease, Folder))),
        ("Training", () => Training()),
        ("Training, and the next lease is there", () => Training(_ => new Heard(Ahead))),
        ("Training, from a checkpoint", () => Continuing()),
        ("Stopping", () => Training(_ => new Heard(new RevokeLease(Lease, "told to", AtEpochEnd: true)))),
        ("Stopping, from a checkpoint", () => Continuing(_ => new Heard(new RevokeLease(Lease, "told to", AtEpochEnd: true)))),
        ("Stalled", () => Training(AfterStall)),
        ("Stalled, from a checkpoint", () => Continuing(AfterStall)),
        ("Ending", () => Training(it => new TrainerSaid(TrainerOf(it), new OrderEnded(Outcome.Completed, "Done.")))),
    ];

    private static readonly (string Name, Func<MachineInTest> Make)[] UploadStates =
    [
        ("Wanted, the store is not known", () => Noted(new())),
        ("Wanted, between two tries",
            () => With(Noted(Registered()), it => new StoreAnswered(Sha, QuestionOf(it), new StoreAnswer.Failed("503")))),
        ("Asked", () => Noted(Registered())),
        ("Sending", () => Sending()),
        ("Checking", () => With(Sending(), it => new StoreAnswered(Sha, QuestionOf(it), new StoreAnswer.Refused("400")))),
        ("Stored", () => With(Noted(Registered()), it => new StoreAnswered(Sha, QuestionOf(it), StoreAnswer.Done.Instance))),
        ("Lost", () => With(Sending(), it => new CopyChecked(Sha, QuestionOf(it), OwnCopy.Missing))),
    ];

    private static readonly (string Name, Func<MachineInTest, AgentEvent> Make)[] UploadEvents =
    [
        ("`StoreAnswered`: `Done`", it => new StoreAnswered(Sha, QuestionOf(it), StoreAnswer.Done.Instance)),
        ("`StoreAnswered`: `Absent`", it => new StoreAnswered(Sha, QuestionOf(it), new StoreAnswer.Absent("404"))),
        ("`StoreAnswered`: `Refused`", it => new StoreAnswered(Sha, QuestionOf(it), new StoreAnswer.Refused("400"))),
        ("`StoreAnswered`: `Failed`", it => new StoreAnswered(Sha, QuestionOf(it), new StoreAnswer.Failed("503"))),
        ("`StoreAnswered` to an earlier question", _ => new StoreAnswered(Sha, 0, StoreAnswer.Done.Instance)),
        ("`CopyChecked`: `Missing`", it => Looked(it, OwnCopy.Missing)),
        ("`CopyChecked`: `Damaged`", it => Looked(it, OwnCopy.Damaged)),
        ("`CopyChecked`: `Sound`", it => Looked(it, OwnCopy.Sound)),
        ("`Registered`, while registered", _ => new Heard(Welcome)),
        ("`Registered` by a coordinator met anew", it =>
        {
            it.Hear(new RegisterFirst());
            return new Heard(Welcome);
        }),
        ("`Tick`, 30 s later", it => Later(it, Backoff.Longest, Tick.Instance)),
        ("`Tick`, 10 min later", it => Later(it, UploadBook.AskAgainAfter, Tick.Instance)),
        ("`Acknowledge` of the report", _ => new Heard(new Acknowledge(1, Acknowledgement.Accepted))),
    ];

    private static readonly (string Name, Func<MachineInTest> Make)[] ConversationStates =
    [
        ("No way to the coordinator", () => new()),
        ("Not answered yet", () => With(new(), _ => new LineOpened("coordinator:4053"))),
        ("Refused", () => With(new(), _ => new LineOpened("coordinator:4053"), _ => new Heard(new Refused("why")))),
        ("Registered", () => Registered()),
        ("Registered, and told to drain", () => With(Registered(), _ => new Heard(new Drain()))),
        ("Registered, and a report is ready", () => With(
            Registered(), it => new Noted(0, Told(it, Done)))),
    ];

    private static readonly (string Name, Func<MachineInTest, AgentEvent> Make)[] ConversationEvents =
    [
        ("`LineOpened`", _ => new LineOpened("coordinator:4053")),
        ("`LineClosed`", _ => new LineClosed()),
        ("`CoordinatorUp`", _ => new CoordinatorUp()),
        ("`Registered`", _ => new Heard(Welcome)),
        ("`Refused`", _ => new Heard(new Refused("why"))),
        ("`RegisterFirst`", _ => new Heard(new RegisterFirst())),
        ("`NoWork`", _ => new Heard(new NoWork(0, 10))),
        ("`WorkAvailable`", _ => new Heard(new WorkAvailable())),
        ("`Drain`", _ => new Heard(new Drain())),
        ("`Acknowledge`", _ => new Heard(new Acknowledge(1, Acknowledgement.Accepted))),
        ("`Noted`: an end", it => new Noted(0, Told(it, Done))),
        ("`Tick`, 1 s later", it => Later(it, TimeSpan.FromSeconds(1), Tick.Instance)),
        ("`Tick`, 2 s later", it => Later(it, TimeSpan.FromSeconds(2), Tick.Instance)),
        ("`Tick`, 91 s later", it => Later(it, TimeSpan.FromSeconds(91), Tick.Instance)),
    ];

    private static string Table(
        (string Name, Func<MachineInTest> Make)[] states, (string Name, Func<MachineInTest, AgentEvent> Make)[] events,
        Func<MachineInTest, string> stateOf, Func<AgentOrder, bool> belongsHere)
    {
        var lines = new List<string>();
        foreach (var (state, make) in states)
        {
            lines.AddRange(["", $"**{state}**", "", "| event | then | orders, in this order |", "|---|---|---|"]);
            foreach (var (name, ask) in events)
            {
                var it = make();
                var before = stateOf(it);
                if (Asked(it, ask) is not { } e)
                    continue;
                var orders = it.On(e).Where(order => order is not Write and not KeepSaying && belongsHere(order)).Select(Words).ToList();
                var after = stateOf(it);
                if (orders.Count > 0 || after != before)
                    lines.Add($"| {name} | {(after == before ? "" : after)} | {string.Join(", ", orders)} |");
            }
        }
        return string.Join('\n', lines);
    }

    /// <summary>The event; null where the state has nothing that it could be about.</summary>
    private static AgentEvent? Asked(MachineInTest it, Func<MachineInTest, AgentEvent> ask)
    {
        try
        {
            return ask(it);
        }
        catch (NothingOfTheKindException)
        {
            return null;
        }
    }

    private static MachineInTest With(MachineInTest it, params Func<MachineInTest, AgentEvent>[] events)
    {
        foreach (var e in events)
            it.On(e(it));
        return it;
    }

    private static MachineInTest Registered() => With(new(), _ => new LineOpened("coordinator:4053"), _ => new Heard(Welcome));

    private static MachineInTest Into(Assign assignment, params Func<MachineInTest, AgentEvent>[] events) =>
        With(With(Registered(), _ => new Heard(assignment)), events);

    private static MachineInTest Training(params Func<MachineInTest, AgentEvent>[] events) => Training(Fresh, events);

    private static MachineInTest Training(Assign assignment, params Func<MachineInTest, AgentEvent>[] events) => Into(
        assignment,
        [
            _ => new FolderMade(0, assignment.Lease, Folder),
            it => new TrainerStarted(0, StartOf(it)),
            .. events,
        ]);

    private static MachineInTest Continuing(params Func<MachineInTest, AgentEvent>[] events) => Into(
        Continued,
        [
            _ => new CheckpointLookedFor(0, Lease, File),
            _ => new FolderMade(0, Lease, Folder),
            it => new TrainerStarted(0, StartOf(it)),
            .. events,
        ]);

    private static MachineInTest Noted(MachineInTest it) =>
        With(it, _ => new Noted(0, Told(it, new EpochCompleted(Some.Metrics(1), Checkpoint))));

    private static MachineInTest Sending() =>
        With(Noted(Registered()), it => new StoreAnswered(Sha, QuestionOf(it), new StoreAnswer.Absent("404")));

    private static Report Told(MachineInTest it, Fact fact, long? lease = null) =>
        it.Machine.Reports.Next("lab-1", new(lease ?? Lease.Number), Fresh.Order.Run, fact);

    private static AgentEvent Later(MachineInTest it, TimeSpan time, AgentEvent e)
    {
        it.Pass(time);
        return e;
    }

    /// <summary>The agent looks all the time, so that it does not take itself for asleep.</summary>
    private static Tick AfterStall(MachineInTest it)
    {
        it.PassMinutes((int)Some.TrainerTerms.Stall.TotalMinutes - 1).Pass(TimeSpan.FromMinutes(1));
        return Tick.Instance;
    }

    private static FetchAnswered FifthTime(MachineInTest it)
    {
        for (var time = 1; time < 5; time++)
        {
            it.On(new FetchAnswered(FetchOf(it), new StoreAnswer.Absent("404")));
            it.Pass(Backoff.Longest).On(Tick.Instance);
        }
        return new(FetchOf(it), new StoreAnswer.Absent("404"));
    }

    private static DiskRefused Full(AgentOrder order) => new(order, "No space left on device", nameof(IOException));

    private static DiskRefused Full(MachineInTest it) => Full(it.Slot switch
    {
        SlotState.LookingForSupply => new LookForSupply(0, Lease, new Supply.Data(DatasetSpec.Cifar10)),
        SlotState.Looking => new LookForCheckpoint(0, Lease, Checkpoint),
        SlotState.MakingFolder => new MakeFolder(0, Lease),
        SlotState.Starting starting => new StartTrainer(0, starting.Trainer),
        SlotState.Ending => new Note(0, Told(it, Done)),
        _ => throw new NothingOfTheKindException(),
    });

    /// <summary>A file is looked at after the store has refused it; that there is none is seen when it is to be sent.</summary>
    private static CopyChecked Looked(MachineInTest it, OwnCopy copy) => it.Machine.Uploads.Find(Sha)?.State switch
    {
        UploadState.Checking => new(Sha, QuestionOf(it), copy),
        UploadState.Sending when copy is OwnCopy.Missing => new(Sha, QuestionOf(it), copy),
        _ => throw new NothingOfTheKindException(),
    };

    private static long FetchOf(MachineInTest it) => (it.Slot as SlotState.Fetching)?.Tries.Number ?? throw new NothingOfTheKindException();

    /// <summary>The numbers of orders rise by one, and this agent has ordered nothing else.</summary>
    private static long DataFetchOf(MachineInTest it) =>
        it.Slot is SlotState.AwaitingSupply ? FirstNumber : throw new NothingOfTheKindException();

    private static long StartOf(MachineInTest it) => (it.Slot as SlotState.Starting)?.Trainer ?? throw new NothingOfTheKindException();

    private static long TrainerOf(MachineInTest it) =>
        it.Machine.Slots[0].Trainer ?? throw new NothingOfTheKindException();

    private static long DyingOf(MachineInTest it) =>
        it.Machine.Slots[0].Dying is { Count: 1 } dying ? dying.Single() : throw new NothingOfTheKindException();

    private static long QuestionOf(MachineInTest it) =>
        (it.Machine.Uploads.Find(Sha)?.State as UploadState.UnderWay)?.Question ?? throw new NothingOfTheKindException();

    /// <summary>What comes of the orders that follow on what a trainer says, and of nothing else.</summary>
    private static AgentEvent AtWork(MachineInTest it, AgentEvent e) =>
        it.Slot is SlotState.AtWork ? e : throw new NothingOfTheKindException();

    private static string NameOf(SlotState state) =>
        state is SlotState.Fetching { Tries.Number: null } ? "Fetching, between two tries" : state.GetType().Name;

    private static string StateOfConversation(MachineInTest it) => it.Machine.Conversation switch
    {
        { IsOpen: false } => "no way",
        { Registered: false } => "not registered",
        { Drained: true } => "registered, drained",
        _ => "registered",
    };

    private static string Words(AgentOrder order) => order switch
    {
        Say { Message: Report report } => $"`Say` `{report.Fact.GetType().Name}`{(IsWithout(report) ? " without its checkpoint" : "")}",
        Say say => $"`Say` `{say.Message.GetType().Name}`",
        Tell tell => $"`Tell` `{tell.What.GetType().Name}`",
        Note { Report.Fact: RunEnded ended } => $"`Note` `RunEnded` {ended.Outcome}",
        Note note => $"`Note` `{note.Report.Fact.GetType().Name}`",
        _ => $"`{order.GetType().Name}`",
    };

    private static bool IsWithout(Report report) => report.Fact is EpochCompleted { Checkpoint: null };

    private sealed class NothingOfTheKindException : Exception;
}
