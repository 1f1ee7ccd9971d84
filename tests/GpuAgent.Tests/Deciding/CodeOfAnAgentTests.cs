using Sweep.Experiments.Programs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>How the code of a program comes to a machine of two slots.</summary>
public sealed class CodeOfAnAgentTests
{
    private static readonly string Sha256 = new('c', 64);

    private readonly MachineInTest it = new(slots: 2);

    public CodeOfAnAgentTests() => it.On(new LineOpened("lab:4053"), new Heard(new Registered(30, "http://lab", "token")));

    [Fact]
    public void TwoSlotsThatLackTheSameCode_FetchItOnce_AndTheTrainersAreToldItsFolder()
    {
        var fetch = Assert.Single(Lack(0).OfType<FetchSupply>());
        Assert.Equal(new Supply.Code(Sha256), fetch.Wanted);
        Assert.Empty(Lack(1).OfType<FetchSupply>());

        var made = it.On(new SupplyFetched(fetch.Number, StoreAnswer.Done.Instance)).OfType<MakeFolder>().ToList();

        Assert.Equal([(0, Sha256), (1, Sha256)], made.Select(make => (make.Slot, make.Code)));
        it.On(new FolderMade(0, new(1), "work", "code"));
        var starting = Assert.IsType<SlotState.Starting>(it.Slot);
        Assert.Equal(("work", "code"), (starting.Order.Folder, starting.Order.Code));
    }

    [Fact]
    public void AProgramOnADataset_WaitsForTheOneAndThenTheOther()
    {
        it.On(new Heard(Some.Assign(1, Order(DatasetSpec.Cifar10))));
        var data = Assert.IsType<SlotState.LookingForSupply>(it.Slot);
        Assert.IsType<Supply.Data>(data.Wanted);
        it.On(new SupplyLookedFor(0, new(1), Lacks: false));
        Assert.IsType<Supply.Code>(Assert.IsType<SlotState.LookingForSupply>(it.Slot).Wanted);
        Assert.Single(it.On(new SupplyLookedFor(0, new(1), Lacks: false)).OfType<MakeFolder>());
    }

    [Fact]
    public void CodeThatTheCoordinatorDoesNotHave_EndsTheRun_AndCodeThatDoesNotComeLeavesItToOthers()
    {
        var fetch = Assert.Single(Lack(0).OfType<FetchSupply>());
        var ended = EndOf(it.On(new SupplyFetched(fetch.Number, new StoreAnswer.Absent("404"))));
        Assert.Equal((Outcome.BadConfiguration, $"The code {Sha256} of the program cannot be fetched: 404"), (ended.Outcome, ended.Detail));

        var again = Assert.Single(Lack(1).OfType<FetchSupply>());
        it.Pass(AgentMachine.DeliveryPatience);
        Assert.Equal(Outcome.AgentLost, EndOf(it.On(new SupplyFetched(again.Number, new StoreAnswer.Failed("cut")))).Outcome);
    }

    [Fact]
    public void AnAgentOfTheBuiltInNetworksAlone_RunsNoProgram_AndThatIsItsOwnDoing()
    {
        var alone = new AgentMachine(
            Some.Identity, Some.Slots(1), TimeSpan.FromMinutes(1), [], 0, new(TimeSpan.Zero, DateTimeOffset.UnixEpoch), builtInOnly: true);
        var orders = alone.On(new Heard(Some.Assign(1, Order())), new(TimeSpan.Zero, DateTimeOffset.UnixEpoch));
        var ended = EndOf(orders);
        Assert.Equal(
            (Outcome.BadConfiguration, true,
                "Agent lab-1 runs the built-in networks alone; start it without --built-in-only, or leave the sweep to other agents."),
            (ended.Outcome, ended.AgentsOwn, ended.Detail));
    }

    private static RunOrder Order(string dataset = DatasetSpec.None) =>
        Some.Order(toEpoch: 1, model: ModelSpec.Program, dataset: dataset) with { Program = new ProgramSpec(["it"]) { Code = Sha256 } };

    private IReadOnlyList<AgentOrder> Lack(int slot)
    {
        it.On(new Heard(Some.Assign(slot + 1, Order(), slot)));
        return it.On(new SupplyLookedFor(slot, new(slot + 1), Lacks: true));
    }

    private static RunEnded EndOf(IReadOnlyList<AgentOrder> orders) =>
        Assert.IsType<RunEnded>(Assert.Single(orders.OfType<Note>()).Report.Fact);
}
