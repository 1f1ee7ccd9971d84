using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Devices;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>A machine with a clock that moves only when it is told to, and nobody who does what it orders.</summary>
internal sealed class MachineInTest
{
    public static readonly Guid Incarnation = Some.Identity.Incarnation;
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private TimeSpan elapsed = TimeSpan.FromHours(1);

    /// <param name="lentFor">For how long the machine is lent; null is for ever.</param>
    public MachineInTest(int slots = 1, IEnumerable<Report>? kept = null, TimeSpan? lentFor = null)
        : this(Some.Slots(slots), kept, lentFor)
    {
    }

    public MachineInTest(IReadOnlyList<SlotDevice> slots, IEnumerable<Report>? kept = null, TimeSpan? lentFor = null)
    {
        Report[] all = [.. kept ?? []];
        Machine = new(
            Some.Identity, slots, Some.TrainerTerms.Stall, all, all.Length == 0 ? 0 : all[^1].Number, Now,
            Now.Wall + lentFor);
    }

    public AgentMachine Machine { get; }

    public ClockReading Now => new(elapsed, Noon + elapsed);

    public SlotState Slot => Machine.Slots[0].State;

    public IReadOnlyList<AgentOrder> On(AgentEvent e) => Machine.On(e, Now);

    public IReadOnlyList<AgentOrder> Hear(ISweepMessage message) => On(new Heard(message));

    /// <summary>The last of several events.</summary>
    public IReadOnlyList<AgentOrder> On(params IEnumerable<AgentEvent> events)
    {
        IReadOnlyList<AgentOrder> orders = [];
        foreach (var e in events)
            orders = On(e);
        return orders;
    }

    /// <summary>Nothing but the clock is heard for so long.</summary>
    public MachineInTest PassMinutes(int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
            Pass(TimeSpan.FromMinutes(1)).On(Tick.Instance);
        return this;
    }

    public MachineInTest Pass(TimeSpan time)
    {
        elapsed += time;
        return this;
    }
}
