using System.Collections.Immutable;
using Sweep.GpuAgent.Devices;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// All that an agent decides: takes one event after the other, with the time at which it came, and says what is to be done. It does
/// nothing, waits for nothing and reads no clock, so that the same events at the same times give the same orders. Changed by
/// <see cref="On(AgentEvent, ClockReading)"/> alone. Not thread-safe.
///
/// What must not be lost has an order: a checkpoint is on disk before its report is, a report is on disk and its checkpoint in the
/// coordinator's store before it is said, and it leaves the disk when the coordinator has acknowledged it.
/// </summary>
internal sealed partial class AgentMachine
{
    /// <summary>Reports on their way at once.</summary>
    internal const int Window = 64;

    private readonly AgentIdentity identity;
    private readonly TimeSpan stall;
    private readonly DateTimeOffset? until;
    private readonly bool builtInOnly;
    private readonly ImmutableArray<SlotDescription> descriptions;
    private readonly Slot[] slots;
    private readonly Dictionary<long, Slot> trainers = [];
    private readonly ReportBook reports;
    private readonly UploadBook uploads = new();
    private readonly HashSet<LeaseId> over = [];
    private Conversation talk = Conversation.None();
    private StoreAddress? store;
    private long numbers;
    private TimeSpan ticked;
    private bool leaving;
    private ClockReading now;
    private List<AgentOrder> orders = [];

    /// <param name="stall">A trainer without a step for so long is killed.</param>
    /// <param name="kept">The reports that an earlier process left in the outbox.</param>
    /// <param name="lastNumber">The highest number that the outbox has ever used.</param>
    /// <param name="until">When the machine is to be free again; null where nobody has said so.</param>
    /// <param name="builtInOnly">Whether no programs of others are run here.</param>
    public AgentMachine(
        AgentIdentity identity, IReadOnlyList<SlotDevice> devices, TimeSpan stall, IEnumerable<Report> kept, long lastNumber,
        ClockReading now, DateTimeOffset? until = null, bool builtInOnly = false)
    {
        (this.identity, this.stall, this.now, this.until, this.builtInOnly) = (identity, stall, now, until, builtInOnly);
        ticked = moved = now.Elapsed;
        descriptions = [.. devices.Select(device => device.Slot)];
        slots = [.. devices.Select(device => new Slot(device))];
        reports = new(kept, lastNumber);
        foreach (var report in reports.Waiting)
            if (CheckpointOf(report) is { } checkpoint)
                uploads.Want(checkpoint);
    }

    /// <summary>In the order of their devices.</summary>
    public IReadOnlyList<Slot> Slots => slots;

    /// <summary>On the way to the coordinator that is in use.</summary>
    public Conversation Conversation => talk;

    /// <summary>Where the coordinator's store is; null while that is not known.</summary>
    public StoreAddress? Store => store;

    public ReportBook Reports => reports;
    public UploadBook Uploads => uploads;

    /// <summary>
    /// The first orders of a process: the end of every lease that reports of an earlier one wait for without one. Its trainer went with
    /// that process, and the lease is to be over when its last epoch is delivered.
    /// </summary>
    public IReadOnlyList<AgentOrder> Begin()
    {
        orders = [];
        foreach (var (lease, run) in reports.LeftWithoutEnd())
            Do(new Note(
                null,
                reports.Next(identity.Name, lease, run, new RunEnded(Outcome.AgentLost, $"Agent {identity.Name} started anew."))));
        reports.AllSoFarIsInherited();
        return orders;
    }

    public IReadOnlyList<AgentOrder> On(AgentEvent e, ClockReading at)
    {
        (now, orders) = (at, []);
        switch (e)
        {
            case LineOpened opened: On(opened); break;
            case LineClosed: talk = Conversation.None(); break;
            case CoordinatorUp: MeetAnew(); break;
            case SessionOpened: OnSession(); break;
            case SessionNotOpened not: On(not); break;
            case Heard heard: On(heard.Message); break;
            case Leave leave: On(leave); break;
            case AgentEnds: EndAtOnce(); break;
            case Tick: OnTick(); break;
            case GpusSeen seen: On(seen); break;
            case TrainerSaid said: On(said); break;
            case TrainerExited exited: On(exited); break;
            case SupplyLookedFor looked: On(looked); break;
            case SupplyFetched fetched: On(fetched); break;
            case CheckpointLookedFor looked: On(looked); break;
            case FolderMade made: On(made); break;
            case TrainerStarted started: On(started); break;
            case TrainerNotStarted not: On(not); break;
            case Adopted adopted: On(adopted); break;
            case Noted noted: On(noted); break;
            case DiskRefused refused: On(refused); break;
            case StoreAnswered answered: On(answered); break;
            case UploadAdvanced advanced: On(advanced); break;
            case CopyChecked seen: On(seen); break;
            case FetchAnswered answered: On(answered); break;
        }
        if (e is TrainerSaid { What: Stepped } or UploadAdvanced)
            return orders;
        ShareCores(e is Tick);
        AskStoreForWhatIsWanted();
        Speak();
        return orders;
    }

    private void Do(AgentOrder order) => orders.Add(order);

    private void Log(Importance importance, string template, params ImmutableArray<object?> values) =>
        Do(new Write(importance, template, values));

    /// <param name="about">What is trained there.</param>
    private void Log(Assign? about, Importance importance, string template, params ImmutableArray<object?> values) =>
        Do(new Write(importance, template, values) { About = about });

    private void On(ISweepMessage message)
    {
        switch (message)
        {
            case Registered welcome: On(welcome); break;
            case Refused refused: On(refused); break;
            case RegisterFirst: OnRegisterFirst(); break;
            case Assign assignment: On(assignment); break;
            case NoWork answer: On(answer); break;
            case WorkAvailable: AskAtOnce(); break;
            case RevokeLease revoked: On(revoked); break;
            case Drain: OnDrain(); break;
            case Acknowledge answer: On(answer); break;
            case Acknowledgements { Each: var answers }:
                foreach (var answer in answers)
                    On(answer);
                break;
        }
    }

    private void On(Leave leave)
    {
        leaving = true;
        EndAllAtEpochEnd(leave.Reason);
    }

    private void OnTick()
    {
        // An agent that was itself stopped or starved has not looked: what the trainers did meanwhile is yet to be read.
        var slept = now.Elapsed - ticked >= stall / 2;
        ticked = now.Elapsed;
        foreach (var slot in slots)
            Look(slot, slept);
        FetchSuppliesWhereDue();
        LookAtTimeLimit();
        uploads.AskOldAgain(now);
        TellWhetherDeliveryStands();
        TickOfConversation();
    }
}
