using System.Collections.Immutable;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>An agent with its outbox, as the protocol wants it: it dies, stalls and comes back, and its trainers crash now and then.</summary>
internal sealed class VirtualAgent(string name, int slots, VirtualLab lab, int seed)
{
    private const double Beat = 5;
    private readonly Random random = new(seed);
    private readonly SortedDictionary<long, Report> outbox = [];
    private readonly Dictionary<int, LeaseId> training = [];
    private Guid incarnation;
    private long number;
    private int life;
    private double stalledUntil;

    public string Name => name;
    private bool Alive => incarnation != Guid.Empty;

    public void StartProcess()
    {
        incarnation = new Guid(++life, (short)seed, 0, new byte[8]);
        foreach (var left in outbox.Values.GroupBy(report => report.Lease).Where(reports => !reports.Any(report => report.Fact is RunEnded)).ToList())
            Keep(left.Key, left.First().Run, new RunEnded(Outcome.AgentLost, ""));
        Register();
        EveryBeat(life);
    }

    public void Kill(double downFor)
    {
        incarnation = Guid.Empty;
        training.Clear();
        life++;
        lab.After(downFor, StartProcess);
    }

    public void Stall(double seconds) => stalledUntil = lab.Now + seconds;

    public void Receive(ISweepMessage message)
    {
        if (!Alive)
            return;
        if (lab.Now < stalledUntil)
        {
            lab.After(stalledUntil - lab.Now, () => Receive(message));
            return;
        }
        switch (message)
        {
            case RegisterFirst: Register(); break;
            case Assign assign: Start(assign); break;
            case Acknowledge acknowledge: outbox.Remove(acknowledge.Number); break;
            case RevokeLease revoke: Stop(revoke); break;
            case WorkAvailable: Ask(); break;
        }
    }

    private ImmutableArray<LeaseId> Reporting =>
        [.. outbox.Values.Select(report => report.Lease).Distinct().Where(lease => !training.ContainsValue(lease))];

    private void Register() => lab.ToCoordinator(this, new Register(
        name, incarnation, ProtocolVersion.Current, "host", "0.1", Some.Slots(slots), [.. training.Values], outbox.Count, null, Reporting));

    private void EveryBeat(int ofLife)
    {
        if (ofLife != life)
            return;
        if (lab.Now >= stalledUntil)
        {
            lab.ToCoordinator(this, new Heartbeat(name, incarnation, [.. training.Values], Reporting));
            foreach (var report in Ready)
                lab.ToCoordinator(this, report);
            Ask();
        }
        lab.After(Beat, () => EveryBeat(ofLife));
    }

    /// <summary>An epoch's checkpoint goes to the store before its report goes, and what follows waits behind it.</summary>
    private IEnumerable<Report> Ready => outbox.Values.TakeWhile(report => lab.StoreWorks || report.Fact is not EpochCompleted);

    private void Ask()
    {
        for (var slot = 0; slot < slots; slot++)
        {
            if (!training.ContainsKey(slot))
                lab.ToCoordinator(this, new RequestWork(name, incarnation, slot));
        }
    }

    private void Start(Assign assign)
    {
        if (training.ContainsKey(assign.Slot) || outbox.Values.Any(report => report.Lease == assign.Lease))
            return;
        training[assign.Slot] = assign.Lease;
        Keep(assign, new RunStarted(Some.Provenance()));
        TrainEpoch(assign, assign.Order.FromEpoch + 1, life);
    }

    private void TrainEpoch(Assign assign, int epoch, int ofLife) => lab.After(5 + (random.NextDouble() * 10), () =>
    {
        if (ofLife != life || training.GetValueOrDefault(assign.Slot) != assign.Lease)
            return;
        if (lab.Now < stalledUntil)
        {
            lab.After(stalledUntil - lab.Now, () => TrainEpoch(assign, epoch, ofLife));
            return;
        }
        if (random.NextDouble() < 0.02)
        {
            Finish(assign, Outcome.TrainerCrashed);
            return;
        }
        var metrics = Some.Metrics(assign.Order.Parameters, epoch);
        lab.EpochsTrained++;
        Keep(assign, new EpochCompleted(metrics, Some.Checkpoint(metrics, assign.Order.Run)));
        if (metrics.Diverged || epoch == assign.Order.ToEpoch)
            Finish(assign, metrics.Diverged ? Outcome.Diverged : Outcome.Completed);
        else
            TrainEpoch(assign, epoch + 1, ofLife);
    });

    private void Finish(Assign assign, Outcome outcome)
    {
        training.Remove(assign.Slot);
        Keep(assign, new RunEnded(outcome, ""));
        Ask();
    }

    private void Stop(RevokeLease revoke)
    {
        foreach (var (slot, _) in training.Where(entry => entry.Value == revoke.Lease).ToList())
            training.Remove(slot);
    }

    private void Keep(Assign assign, Fact fact) => Keep(assign.Lease, assign.Order.Run, fact);

    private void Keep(LeaseId lease, RunId? run, Fact fact)
    {
        var report = new Report(name, ++number, lease, fact, run);
        outbox.Add(number, report);
        if (Ready.Contains(report))
            lab.ToCoordinator(this, report);
    }
}
