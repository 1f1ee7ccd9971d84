namespace Sweep.Coordinator.Drilling.Faults;

/// <summary>What may be hurt, in the words of <c>--kill</c>.</summary>
internal enum Part { Coordinator, Agent, Trainer, Network, Clock, Peers, Disk }

/// <summary>
/// What is done to it. Kill: SIGKILL, and another start. Freeze: SIGSTOP, and SIGCONT later. Cut: its connections are reset. Darken:
/// nothing passes, in neither direction, and no one is told. Garble: messages are doubled, overtake each other and get lost. SetClock: its
/// wall clock jumps. Isolate: nothing passes between any two agents, as between ports of a switch that are kept apart; the coordinator
/// reaches all. Fill: nothing more can be written.
/// </summary>
internal enum Act { Kill, Freeze, Cut, Darken, Garble, SetClock, Isolate, Fill }

/// <param name="Agent">Counted from 1; null is the coordinator, for the network the way of the checkpoints, for peers all agents.</param>
/// <param name="Other">The other agent of a pair, the higher number; null where it is no pair.</param>
internal readonly record struct Victim(Part Part, int? Agent, int? Other = null)
{
    public static string NameOf(int agent) => FormattableString.Invariant($"agent-{agent}");

    public override string ToString() => (Part, Agent) switch
    {
        (Part.Coordinator, _) => "coordinator",
        (Part.Agent, { } agent) => NameOf(agent),
        (Part.Trainer, { } agent) => $"trainer of {NameOf(agent)}",
        (Part.Network, { } agent) => $"network of {NameOf(agent)}",
        (Part.Network, null) => "network of the checkpoints",
        (Part.Peers, { } agent) => $"network between {NameOf(agent)} and {NameOf(Other!.Value)}",
        (Part.Peers, null) => "network among the agents",
        (Part.Disk, { } agent) => $"disk of {NameOf(agent)}",
        (Part.Disk, null) => "disk of the coordinator",
        (Part.Clock, { } agent) => $"clock of {NameOf(agent)}",
        _ => "clock of the coordinator",
    };
}

/// <summary>One fault of a drill.</summary>
/// <param name="At">Since the drill's start, or later where the victim is not there to be hurt.</param>
/// <param name="Life">How long the victim has at least lived.</param>
/// <param name="Up">Whether that counts from when it was at work; false counts from its start, so that it may be hurt before it is.</param>
/// <param name="Lasts">How long it stays dead, frozen, dark, garbled or full.</param>
/// <param name="Jump">By how much a clock is off from here on.</param>
internal sealed record Fault(TimeSpan At, TimeSpan Life, bool Up, Victim Victim, Act Act, TimeSpan Lasts, TimeSpan Jump);
