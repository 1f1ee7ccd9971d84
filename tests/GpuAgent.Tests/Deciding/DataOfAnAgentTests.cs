using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>How a dataset comes to a machine of two slots.</summary>
public sealed class DataOfAnAgentTests
{
    private readonly MachineInTest it = new(slots: 2);

    public DataOfAnAgentTests() => it.On(new LineOpened("lab:4053"), new Heard(new Registered(30, "http://lab", "token")));

    [Fact]
    public void TwoSlotsThatLackTheSameData_FetchItOnce_AndBothGoOn()
    {
        var fetch = Assert.Single(Lack(0).OfType<FetchSupply>());
        Assert.Equal((new Supply.Data(DatasetSpec.Cifar10), "http://lab"), (fetch.Wanted, fetch.From.Url));
        Assert.Empty(Lack(1).OfType<FetchSupply>());

        var orders = it.On(new SupplyFetched(fetch.Number, StoreAnswer.Done.Instance));

        Assert.Equal([0, 1], orders.OfType<MakeFolder>().Select(make => make.Slot));
    }

    [Fact]
    public void WhatTheCoordinatorLacksAsWell_TheTrainerIsAskedFor_AndTheNextRunAsksAnew()
    {
        var fetch = Assert.Single(Lack(0).OfType<FetchSupply>());

        var orders = it.On(new SupplyFetched(fetch.Number, new StoreAnswer.Absent("404")));

        Assert.Single(orders.OfType<MakeFolder>());
        Assert.NotEqual(fetch.Number, Assert.Single(Lack(1).OfType<FetchSupply>()).Number);
    }

    [Fact]
    public void AFetchThatFails_IsTriedAgain_AndTheRunKeepsItsLease_UntilItHasTakenTooLong()
    {
        var fetch = Assert.Single(Lack(0).OfType<FetchSupply>());
        it.On(new SupplyFetched(fetch.Number, new StoreAnswer.Failed("cut")));
        Assert.Equal([new LeaseId(1)], it.Machine.Look().Running);

        var again = Assert.Single(it.Pass(Backoff.Longest).On(Tick.Instance).OfType<FetchSupply>());
        Assert.NotEqual(fetch.Number, again.Number);
        Assert.Empty(it.On(new SupplyFetched(fetch.Number, StoreAnswer.Done.Instance)).OfType<MakeFolder>());

        it.Pass(AgentMachine.DeliveryPatience);
        Assert.Single(it.On(new SupplyFetched(again.Number, new StoreAnswer.Failed("cut"))).OfType<MakeFolder>());
    }

    [Fact]
    public void ASlotThatIsStoppedMeanwhile_IsFree_AndWhatWasFetchedServesTheNext()
    {
        var fetch = Assert.Single(Lack(0).OfType<FetchSupply>());
        it.Hear(new RevokeLease(new(1), "why", AtEpochEnd: false));
        Assert.IsType<SlotState.Idle>(it.Slot);

        Assert.Empty(it.On(new SupplyFetched(fetch.Number, StoreAnswer.Done.Instance)).OfType<MakeFolder>());
    }

    /// <summary>A slot is given a run, and its machine has not the data.</summary>
    private IReadOnlyList<AgentOrder> Lack(int slot)
    {
        var order = Some.Order(toEpoch: 1, model: ModelSpec.NotebookCnn, dataset: DatasetSpec.Cifar10, lr: 0.1 * (slot + 1));
        var look = Assert.Single(it.Hear(Some.Assign(slot + 1, order, slot)).OfType<LookForSupply>());
        return it.On(new SupplyLookedFor(look.Slot, look.Lease, Lacks: true));
    }
}
