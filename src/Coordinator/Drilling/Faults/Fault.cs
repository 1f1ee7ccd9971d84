namespace Sweep.Coordinator.Drilling.Faults;

/// <summary>What may be hurt, in the words of <c>--kill</c>.</summary>
internal enum Part { Coordinator, Agent, Trainer, Network, Clock }

/// <summary>
/// What is done to it. Kill: SIGKILL, and another start. Freeze: SIGSTOP, and SIGCONT later. Cut: its connections are reset. Darken: nothing
/// passes, in neither direction, and no one is told. Garble: messages are doubled, overtake each other and get lost. SetClock: its wall
/// clock jumps.
/// </summary>
internal enum Act { Kill, Freeze, Cut, Darken, Garble, SetClock }

/// <param name="Agent">Counted from 1; null is the coordinator, or for the network the way of the checkpoints.</param>
internal readonly record struct Victim(Part Part, int? Agent)
{
    public static string NameOf(int agent) => FormattableString.Invariant($"agent-{agent}");

    public override string ToString() => (Part, Agent) switch
    {
        (Part.Coordinator, _) => "coordinator",
        (Part.Agent, { } agent) => NameOf(agent),
        (Part.Trainer, { } agent) => $"trainer of {NameOf(agent)}",
        (Part.Network, { } agent) => $"network of {NameOf(agent)}",
        (Part.Network, null) => "network of the checkpoints",
        (Part.Clock, { } agent) => $"clock of {NameOf(agent)}",
        _ => "clock of the coordinator",
    };
}

/// <summary>One fault of a drill.</summary>
/// <param name="At">Since the drill's start, or later where the victim is not there to be hurt.</param>
/// <param name="Life">How long the victim has at least lived.</param>
/// <param name="Up">Whether that counts from when it was at work; false counts from its start, so that it may be hurt before it is.</param>
/// <param name="Lasts">How long it stays dead, frozen, dark or garbled.</param>
/// <param name="Jump">By how much a clock is off from here on.</param>
internal sealed record Fault(TimeSpan At, TimeSpan Life, bool Up, Victim Victim, Act Act, TimeSpan Lasts, TimeSpan Jump);
