using System.Collections.Immutable;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// Somebody who has a certificate of the lab and sends every well-formed message at any time: in his own session, in none or in one that he
/// made up, in his own name and in others', to the coordinator what agents say and to agents what the coordinator says. What he may not do
/// is lie about work that he was really given, or bring the home of another: nobody could tell.
/// </summary>
internal sealed class SimulatedStranger(SimulatedLab lab, int number, Dice dice)
{
    private const string Name = "stranger";
    private const string Elsewhere = "https://10.9.9.9:5080";
    private static readonly Outcome[] Outcomes = Enum.GetValues<Outcome>();
    private static readonly Acknowledgement[] Answers = Enum.GetValues<Acknowledgement>();
    private readonly StrangerPeer peer = new(lab);
    private readonly Guid incarnation = dice.Id();
    private readonly Guid home = dice.Id();
    private (int Starts, string Session)? session;

    public void Begin() => SpeakLater();

    private void SpeakLater() => lab.Timeline.After(dice.Seconds(0, 6), () =>
    {
        if (lab.IsCalm)
            return;
        lab.Tally.Note(SimulatedFault.StrangerSpoke);
        if (dice.Chance(0.3))
            SpeakToAnAgent();
        else
            SpeakToTheCoordinator();
        SpeakLater();
    });

    private void SpeakToTheCoordinator()
    {
        var message = DrawOfAgent();
        lab.Network.Carry(number, SimulatedNetwork.Coordinator, () => lab.Coordinator.Receive(InSomeSession(message), peer));
    }

    private void SpeakToAnAgent()
    {
        var agent = dice.Of(lab.Agents);
        var message = InSomeSession(DrawOfCoordinator());
        lab.Network.Carry(number, agent.Number, () => agent.HearStranger(message));
    }

    private ISweepMessage InSomeSession(ISweepMessage message)
    {
        if (lab.Coordinator.Sessions is { } sessions && session?.Starts != lab.Coordinator.Starts)
            session = (lab.Coordinator.Starts, sessions.Open(Name));
        return dice.Chance(0.2) ? message
            : dice.Chance(0.2) || session is not { } own ? new InSession(dice.Secret(), message)
            : new InSession(own.Session, message);
    }

    private ISweepMessage DrawOfAgent()
    {
        var victim = dice.Of(lab.Agents).Name;
        var lease = SomeLease();
        var said = dice.Chance(0.3) ? (Guid?)null : dice.Chance(0.5) ? incarnation : dice.Id();
        switch (dice.Below(9))
        {
            case 8: return new Reports([.. Enumerable.Range(0, dice.Between(1, 3)).Select(_ => DrawOfAgent()).OfType<Report>()]);
            case 0: return Register(Name, incarnation, home, [lease]);
            case 1: return Register(victim, dice.Id(), null, [lease]);
            case 2: return new RequestWork(dice.Chance(0.5) ? Name : victim, incarnation, dice.Below(3));
            case 3: return new Heartbeat(dice.Chance(0.5) ? Name : victim, incarnation, [lease], [lease], "He has no trouble.");
            case 4: return new Progress(victim, lease, dice.Below(9), dice.Below(9), 9, 1, 100, said);
            case 5:
                return new Report(
                    dice.Chance(0.5) ? Name : victim, dice.Below(99), lease,
                    new RunEnded(dice.Of(Outcomes), "So he says.", dice.Chance(0.5)), RunOf(lease), said);
            case 6: return new Report(victim, dice.Below(99), lease, new RunStarted(SomeProvenance()), RunOf(lease), said);
            default: return new Report(victim, dice.Below(99), lease, new EpochCompleted(SomeMetrics(), null), RunOf(lease), said);
        }
    }

    private ISweepMessage DrawOfCoordinator() => dice.Below(11) switch
    {
        10 => new Acknowledgements([.. Enumerable.Range(0, dice.Below(4)).Select(_ => new Acknowledge(dice.Below(30), dice.Of(Answers)))]),
        0 => new SessionFirst(dice.Chance(0.5) ? lab.Coordinator.Url : Elsewhere),
        1 => new Registered(dice.AnyScale(0.1, 1000), Elsewhere, "token", dice.Chance(0.5) ? true : null, dice.Chance(0.5) ? true : null),
        2 => new Refused("So he says."),
        3 => new RegisterFirst(),
        4 => new NoWork(dice.Below(2), dice.AnyScale(1, 3600), dice.Chance(0.5) ? true : null),
        5 => new Drain(),
        6 => new Acknowledge(dice.Below(30), dice.Of(Answers)),
        7 => new RevokeLease(SomeLease(), "So he says.", dice.Chance(0.5)),
        _ => SomeAssignment(),
    };

    private ISweepMessage SomeAssignment()
    {
        RunState[] runs = [.. lab.Coordinator.State.Sweeps.SelectMany(sweep => sweep.Runs)];
        if (runs.Length == 0)
            return new WorkAvailable();
        var run = dice.Of(runs);
        var spec = run.Sweep.Spec;
        return new Assign(dice.Below(2), SomeLease(), 1, new(
            run.Id, run.Sweep.Name, run.Run.Parameters, spec.Dataset, spec.Model, spec.Precision, run.LatestCheckpoint,
            dice.Between(1, 6)));
    }

    /// <summary>Of one that was given out lately, or is yet to be.</summary>
    private LeaseId SomeLease() => new(Math.Max(0, lab.Coordinator.State.LastLease.Number - dice.Below(6) + 2));

    private static Register Register(string agent, Guid incarnation, Guid? home, ImmutableArray<LeaseId> running) => new(
        agent, incarnation, ProtocolVersion.Current, "elsewhere", "other", [new(0, "cpu", "other")], running, 0, home);

    private RunId? RunOf(LeaseId lease) => dice.Chance(0.5) ? lab.Coordinator.State.Lease(lease)?.Run.Id : null;

    private static Provenance SomeProvenance() => new(new('e', 64), "cpu", "other", "none", "other", Precision.Fp32, "");

    private EpochMetrics SomeMetrics() => new(dice.Between(1, 6), 0.5, 0.5, 0.5, 1);
}
