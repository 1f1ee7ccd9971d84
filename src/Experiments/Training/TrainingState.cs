using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>Everything that changes while a run trains, on its device. Shuffles need no state: they follow from seed and epoch.</summary>
internal sealed class TrainingState : IDisposable
{
    private TrainingState(Checkpoint from, Device device)
    {
        using var managed = tensor(from.Values, [3, NotebookCnn.ParameterCount]);
        // A copy in libtorch's own memory, which is aligned: TorchSharp leaves the numbers in .NET's, and how MKL adds up the product of a
        // matrix and a vector (a batch of one image) depends on where they lie.
        Values = device.type == DeviceType.CPU ? managed.clone() : managed.to(device);
        Counters = tensor([from.Steps, from.LossScale, from.GoodSteps], float64, device);
        Values.DetachFromDisposeScope();
        Counters.DetachFromDisposeScope();
    }

    /// <summary>[3, P] float32: parameters, and AdamW's m and v.</summary>
    public Tensor Values { get; }

    /// <summary>[3] float64: steps taken, loss scale, good steps in a row.</summary>
    public Tensor Counters { get; }

    public static TrainingState From(Checkpoint checkpoint, Device device) => new(checkpoint, device);

    public Checkpoint ToCheckpoint(int epoch)
    {
        var counters = Counters.cpu().data<double>();
        return new(epoch, Values.cpu().data<float>().ToArray(), counters[0], counters[1], counters[2]);
    }

    public void Dispose()
    {
        Values.Dispose();
        Counters.Dispose();
    }
}
