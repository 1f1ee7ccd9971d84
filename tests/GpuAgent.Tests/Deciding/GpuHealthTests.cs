using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Devices;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Deciding;

public sealed class GpuHealthTests
{
    private static readonly Gpu Gpu = new(0, "GPU-a", "NVIDIA T4", 15360, "550.54");

    [Theory]
    [InlineData(0, 0x0, 0, 0x0, null, false)]
    [InlineData(0, 0x1, 0, 0x1, null, false)]
    [InlineData(0, 0x4, 0, 0x4, null, false)]
    [InlineData(0, 0x0, 0, 0x40, null, false)]
    [InlineData(0, 0x40, 0, 0x20, "too hot", false)]
    [InlineData(0, 0x8, 0, 0x88, "by its hardware", false)]
    [InlineData(2, 0x0, 2, 0x0, "has had 2 memory errors", false)]
    [InlineData(2, 0x0, 3, 0x40, "nothing more is trained there", true)]
    public void WhatTheDriverSays_IsAComplaint_OrNone(long errorsBefore, ulong slowedBefore, long errors, ulong slowed, string? words, bool unfit)
    {
        var health = GpuHealth.Of(Reading(errors, slowed), Reading(errorsBefore, slowedBefore), null);
        Assert.Equal((words is null, unfit), (health is null, health?.IsUnfit ?? false));
        if (words is not null)
            Assert.Contains(words, health!.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void AGpuThatMadeAnErrorInTraining_GetsNoMoreRuns_AndTheAgentSaysWhy()
    {
        var machine = new AgentMachine(Some.Identity, [new(new(0, "cuda:0", Gpu.Name), Gpu)], TimeSpan.FromMinutes(1), [], 0, At(0));
        machine.On(new LineOpened("lab:4053"), At(0));
        machine.On(new GpusSeen([Reading(0, 0)]), At(1));
        Assert.Contains(machine.On(new Heard(new Registered(30, "http://lab", "token")), At(2)), order => order is Say { Message: RequestWork });

        var orders = machine.On(new GpusSeen([Reading(1, 0)]), At(10));

        Assert.Contains(orders, order => order is KeepSaying { Heartbeat.Trouble: { } trouble } && trouble.StartsWith("GPU 0 has a memory error", StringComparison.Ordinal));
        Assert.DoesNotContain(machine.On(Tick.Instance, At(60)), order => order is Say { Message: RequestWork });
        Assert.DoesNotContain(machine.On(new GpusSeen([Reading(1, 0)]), At(70)), order => order is Write);
    }

    [Fact]
    public void WhatAGpuHasInUseAndHowHotItIs_IsSaidWithTheHeartbeat_OnlyWhenItChanges_AndOnlyWhileTheDriverListsIt()
    {
        var machine = new AgentMachine(
            Some.Identity, [new(new(0, "cuda:0", Gpu.Name), Gpu), new(new(1, "cuda:0", Gpu.Name), Gpu)], TimeSpan.FromMinutes(1), [], 0, At(0));
        machine.On(new LineOpened("lab:4053"), At(0));
        Assert.Contains(
            machine.On(new Heard(new Registered(30, "http://lab", "")), At(1)), order => order is KeepSaying { Heartbeat.Gpus: null });

        Assert.Equal([new GpuFigures("cuda:0", 500, 15360, 61)], Said(Reading(0, 0) with { Celsius = 61 }, 2)!.Gpus!.Value);
        Assert.Null(Said(Reading(0, 0) with { Celsius = 61 }, 32));
        Assert.Equal([new GpuFigures("cuda:0", 501, 15360)], Said(Reading(0, 0) with { UsedMiB = 501 }, 62)!.Gpus!.Value);
        Assert.Null(Said(Reading(0, 0) with { Uuid = "GPU-of-nobody-here" }, 92)!.Gpus);

        Heartbeat? Said(GpuReading reading, double at) =>
            machine.On(new GpusSeen([reading]), At(at)).OfType<KeepSaying>().SingleOrDefault()?.Heartbeat;
    }

    /// <summary>It is in the kernel's log, and the driver lists it no longer.</summary>
    [Fact]
    public void AGpuThatFellOffTheBus_GetsNoMoreRuns_AndTheCoordinatorIsToldThatNoSlotIsFit()
    {
        var machine = new AgentMachine(Some.Identity, [new(new(0, "cuda:0", Gpu.Name), Gpu)], TimeSpan.FromMinutes(1), [], 0, At(0));
        machine.On(new LineOpened("lab:4053"), At(0));
        machine.On(new GpusSeen([Reading(0, 0) with { Bus = "3b:00" }]) { Faults = [new("3b:00", 48, "1.5")] }, At(1));
        Assert.Contains(
            machine.On(new Heard(new Registered(30, "http://lab", "")), At(2)),
            order => order is KeepSaying { Heartbeat: { Unfit: null, Trouble: { } old } } && old.Contains("before this agent began (Xid 48,", StringComparison.Ordinal));

        var orders = machine.On(new GpusSeen([]) { Faults = [new("af:00", 79, "9.5"), new("3b:00", 79, "9.5")] }, At(10));

        Assert.Contains(
            orders, order => order is KeepSaying { Heartbeat: { Unfit: true, Trouble: { } trouble } }
                && trouble.StartsWith("GPU 0 has failed (Xid 79, it has fallen off the bus): nothing more is trained there", StringComparison.Ordinal));
        Assert.DoesNotContain(machine.On(Tick.Instance, At(60)), order => order is Say { Message: RequestWork });
    }

    [Fact]
    public void TwoSlotsOfOneGpu_BeginOneAfterTheOther()
    {
        var machine = new AgentMachine(
            Some.Identity, [new(new(0, "cuda:0", Gpu.Name), Gpu), new(new(1, "cuda:0", Gpu.Name), Gpu)], TimeSpan.FromMinutes(1), [], 0, At(0));
        machine.On(new GpusSeen([Reading(0, 0)]), At(0));
        machine.On(new LineOpened("lab:4053"), At(0));
        machine.On(new Heard(new Registered(30, "http://lab", "token")), At(1));
        machine.On(new Heard(Some.Assign(1, Some.Order(toEpoch: 3))), At(1));

        Assert.DoesNotContain(machine.On(Tick.Instance, At(5)), order => order is Say { Message: RequestWork { Slot: 1 } });

        machine.On(new FolderMade(0, new(1), "work"), At(5));
        var trainer = ((SlotState.Starting)machine.Slots[0].State).Trainer;
        machine.On(new TrainerStarted(0, trainer), At(6));
        machine.On(new TrainerSaid(trainer, new Protocol.Trainers.Stepped(1, 1, 10, 1, 1)), At(7));
        var orders = machine.On(new GpusSeen([Reading(0, 0) with { UsedMiB = 2000, FreeMiB = 13_000 }]), At(30));

        Assert.Contains(orders, order => order is Say { Message: RequestWork { Slot: 1 } });
    }

    private static GpuReading Reading(long errors, ulong slowed) => new("GPU-a", 0, 500, 14_500, errors, slowed);

    private static ClockReading At(double seconds) =>
        new(TimeSpan.FromSeconds(seconds), DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds));
}
