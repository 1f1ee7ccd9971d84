using Sweep.Experiments.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>A dataset on a device, with the standardisation that its training set asks for.</summary>
internal sealed class PreparedDataset : IDisposable
{
    private PreparedDataset(Dataset dataset, ChannelStatistics statistics, Device device)
    {
        Fingerprint = dataset.Fingerprint;
        Train = PreparedSet.Of(dataset.Train, device);
        Validation = PreparedSet.Of(dataset.Validation, device);
        var standard = Standardisation.By(statistics);
        Gain = OfEveryPixel(standard.Gain);
        Shift = OfEveryPixel(standard.Shift);

        // [C] → [H·W·C]: laid out like an image, so that a batch is standardised in long strides.
        Tensor OfEveryPixel(float[] channel) => tensor(channel).repeat(Train.Height * Train.Width).to(device).DetachFromDisposeScope();
    }

    public string Fingerprint { get; }
    public PreparedSet Train { get; }
    public PreparedSet Validation { get; }
    public Tensor Gain { get; }
    public Tensor Shift { get; }

    public static PreparedDataset Of(Dataset dataset, Device device) => new(dataset, ChannelStatistics.Of(dataset.Train), device);

    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
        Gain.Dispose();
        Shift.Dispose();
    }
}
