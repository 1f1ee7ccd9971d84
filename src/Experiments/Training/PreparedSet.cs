using Sweep.Experiments.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>
/// An image set on a device: bytes, channels last, standardised batch by batch on the way into the network. Bytes take a quarter of
/// the memory of floats and the conversion a two-hundredth of a step.
/// </summary>
internal sealed class PreparedSet : IDisposable
{
    private PreparedSet(ImageSet set, Device device)
    {
        (Count, Height, Width) = (set.Count, set.Height, set.Width);
        using var scope = NewDisposeScope();
        Images = tensor(set.Pixels, [set.Count, set.Channels, set.Height, set.Width], uint8)
            .permute(0, 2, 3, 1).reshape(set.Count, -1).to(device).DetachFromDisposeScope();
        Labels = tensor(set.Labels, uint8).to(int64).to(device).DetachFromDisposeScope();
    }

    public int Count { get; }
    public int Height { get; }
    public int Width { get; }

    /// <summary>[N, H·W·C] uint8.</summary>
    public Tensor Images { get; }

    /// <summary>[N] int64.</summary>
    public Tensor Labels { get; }

    public static PreparedSet Of(ImageSet set, Device device) => new(set, device);

    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
