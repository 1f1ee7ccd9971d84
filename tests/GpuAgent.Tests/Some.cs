using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Runtime;
using Sweep.GpuAgent.Trainers;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests;

/// <summary>Things that are right in every respect that a test does not name.</summary>
internal static class Some
{
    /// <summary>Far beyond what anything here takes; reached only by a failure.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static readonly AgentIdentity Identity = new("lab-1", Guid.Parse("0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90"), "lab-1.local", "0.1.0", Guid.Parse("5d1f3c1e-8f0a-4c58-9a57-0d7f5a1b2c3d"));

    /// <summary>The real program, as an agent starts it.</summary>
    public static readonly TrainerCommand TrainerCommand = TrainerCommand.Self(null);

    public static readonly Sweep.GpuAgent.Runtime.TrainerTerms TrainerTerms = new(TrainerCommand, Sweep.GpuAgent.Runtime.TrainerTerms.DefaultStall);

    public static IReadOnlyList<SlotDevice> Slots(int count) => SlotLayout.Of([], cores: count, "Some CPU", null);

    public static RunOrder Order(int toEpoch, int epochMilliseconds = 0, CheckpointReference? from = null, double lr = 1e-3, string model = ModelSpec.Simulated, string dataset = DatasetSpec.Shapes10)
    {
        var parameters = new RunParameters(lr, 1e-3, 8, 0);
        return new(parameters.RunOf("some-sweep"), "some-sweep", parameters, new DatasetSpec(dataset, 100, 50), new ModelSpec(model, epochMilliseconds), Precision.Auto, from, toEpoch);
    }

    public static Assign Assign(long lease, RunOrder order, int slot = 0) => new(slot, new LeaseId(lease), 1, order);

    public static EpochMetrics Metrics(int epoch) => new(epoch, 1.0 / epoch, double.NaN, 0.5, 0.25);

    public static CancellationToken Soon() => new CancellationTokenSource(Deadline).Token;
}
