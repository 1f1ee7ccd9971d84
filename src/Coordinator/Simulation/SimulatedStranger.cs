using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// Somebody who has a certificate of the lab and sends every well-formed message at any time: in his own session, in none or in one that he
/// made up, in his own name and in others'. What he may not do is lie about work that he was really given, or bring the home of another:
/// nobody could tell.
/// </summary>
internal sealed class SimulatedStranger(SimulatedLab lab, int number, Dice dice)
{
    private const string Name = "stranger";
    private static readonly Outcome[] Outcomes = Enum.GetValues<Outcome>();
    private readonly StrangerPeer peer = new(lab);
    private readonly Guid incarnation = dice.Id();
    private readonly Guid home = dice.Id();
    private (int Starts, string Session)? session;

    public void Begin() => SpeakLater();

    private void SpeakLater() => lab.Timeline.After(dice.Seconds(0, 6), () =>
    {
        if (lab.IsCalm)
            return;
        var message = Draw();
        lab.Tally.Note(SimulatedFault.StrangerSpoke);
        lab.Network.Carry(number, SimulatedNetwork.Coordinator, () => lab.Coordinator.Receive(InSomeSession(message), peer));
        SpeakLater();
    });

    private ISweepMessage InSomeSession(ISweepMessage message)
    {
        if (lab.Coordinator.Sessions is { } sessions && session?.Starts != lab.Coordinator.Starts)
            session = (lab.Coordinator.Starts, sessions.Open(Name));
        return dice.Chance(0.2) ? message
            : dice.Chance(0.2) || session is not { } own ? new InSession(dice.Secret(), message)
            : new InSession(own.Session, message);
    }

    private ISweepMessage Draw()
    {
        var victim = dice.Of(lab.Agents).Name;
        var lease = new LeaseId(Math.Max(0, lab.Coordinator.State.LastLease.Number - dice.Below(6) + 2));
        var said = dice.Chance(0.3) ? (Guid?)null : dice.Chance(0.5) ? incarnation : dice.Id();
        switch (dice.Below(8))
        {
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

    private static Register Register(string agent, Guid incarnation, Guid? home, ImmutableArray<LeaseId> running) => new(
        agent, incarnation, ProtocolVersion.Current, "elsewhere", "other", [new(0, "cpu", "other")], running, 0, home);

    private RunId? RunOf(LeaseId lease) => dice.Chance(0.5) ? lab.Coordinator.State.Lease(lease)?.Run.Id : null;

    private static Provenance SomeProvenance() => new(new('e', 64), "cpu", "other", "none", "other", Precision.Fp32, "");

    private EpochMetrics SomeMetrics() => new(dice.Between(1, 6), 0.5, 0.5, 0.5, 1);
}
