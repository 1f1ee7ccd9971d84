using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Devices;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>An agent of a processor: what slots without work leave to the others.</summary>
public sealed class CoresOfAnAgentTests
{
    [Fact]
    public void ARunThatIsAlone_GetsAllCores_AndGivesThemBackAtOnce()
    {
        var it = Registered(slots: 2, cores: 2);
        Begin(it, slot: 0, lease: 1);

        Assert.Equal([(0, 2)], Threads(it, Tick(it)));
        Assert.Empty(Threads(it, Tick(it)));

        Assert.Equal([(0, 1)], Threads(it, Assign(it, slot: 1, lease: 2)));
        Assert.Empty(Threads(it, Start(it, slot: 1, lease: 2)));
        Assert.Empty(Threads(it, Tick(it)));
    }

    [Fact]
    public void CoresThatAreLeft_AreDealtInTurn()
    {
        var it = Registered(slots: 5, cores: 5);
        Begin(it, slot: 1, lease: 1);
        Begin(it, slot: 3, lease: 2);

        Assert.Equal([(1, 3), (3, 2)], Threads(it, Tick(it)));
    }

    [Fact]
    public void SlotsBeyondTheCores_HaveNoneToLeave()
    {
        var it = Registered(slots: 4, cores: 1);
        Begin(it, slot: 0, lease: 1);

        Assert.Empty(Threads(it, Tick(it)));
    }

    [Fact]
    public void FewerSlotsThanCores_LeaveThoseThatWereNotAskedFor()
    {
        var it = Registered(slots: 2, cores: 16);
        Begin(it, slot: 0, lease: 1);

        Assert.Equal([(0, 2)], Threads(it, Tick(it)));
    }

    private static MachineInTest Registered(int slots, int cores)
    {
        var it = new MachineInTest(SlotLayout.Of([], cores, "Some CPU", slots));
        it.On(new LineOpened("lab:4053"), new Heard(new Registered(30, "http://lab", "token")));
        return it;
    }

    private static void Begin(MachineInTest it, int slot, long lease)
    {
        Assert.Empty(Threads(it, Assign(it, slot, lease)));
        Assert.Empty(Threads(it, Start(it, slot, lease)));
    }

    private static IReadOnlyList<AgentOrder> Assign(MachineInTest it, int slot, long lease) =>
        it.Hear(Some.Assign(lease, Some.Order(toEpoch: 2)) with { Slot = slot });

    private static IReadOnlyList<AgentOrder> Start(MachineInTest it, int slot, long lease)
    {
        var start = it.On(new FolderMade(slot, new(lease), "work")).OfType<StartTrainer>().Single();
        return it.On(new TrainerStarted(slot, start.Trainer));
    }

    private static IReadOnlyList<AgentOrder> Tick(MachineInTest it) => it.Pass(TimeSpan.FromSeconds(1)).On(Sweep.GpuAgent.Deciding.Tick.Instance);

    /// <summary>Which slots' trainers are told how many threads.</summary>
    private static IEnumerable<(int Slot, int Threads)> Threads(MachineInTest it, IEnumerable<AgentOrder> orders) =>
        from order in orders.OfType<Tell>()
        where order.What is ThreadsOrder
        select (it.Machine.Slots.Single(slot => slot.Trainer == order.Trainer).Number, ((ThreadsOrder)order.What).Threads);
}
