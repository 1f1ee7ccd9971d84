using System.Collections.Immutable;
using Sweep.Experiments.Data;
using Sweep.Experiments.Trials;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>
/// What the trained network says about pictures, computed by the code that validates in training. One picture at a time, so that an
/// answer does not depend on its neighbours.
/// </summary>
public static class NotebookClassifier
{
    /// <param name="weights">A checkpoint or a saved model.</param>
    /// <param name="normalisation">Of the training set that the network was trained on.</param>
    /// <param name="device"><c>cpu</c> or, for instance, <c>cuda:0</c>.</param>
    /// <param name="pictures">Bytes [3, height, width] each.</param>
    /// <returns>The probabilities of the classes [10], for every picture.</returns>
    public static ImmutableArray<ImmutableArray<double>> Classify(
        string weights, ChannelStatistics normalisation, string device, Precision precision, int height, int width,
        IReadOnlyList<byte[]> pictures)
    {
        LibTorch.Load();
        var on = TrainingDevice.Of(device);
        var kind = (int)on.Kind(on.Resolve(precision));
        var standard = Standardisation.By(normalisation);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var values = tensor(SavedModel.ReadWeights(weights)).clone().to(on.Torch);   // [P], in aligned memory, as TrainingState has them
        var gain = tensor(standard.Gain).repeat(height * width).to(on.Torch);     // [H·W·3]
        var shift = tensor(standard.Shift).repeat(height * width).to(on.Torch);   // [H·W·3]
        var first = zeros([1], int64, on.Torch);
        return [.. pictures.Select(Probabilities)];

        ImmutableArray<double> Probabilities(byte[] picture)
        {
            using var step = NewDisposeScope();
            var image = tensor(picture, [1, 3, height, width], uint8).permute(0, 2, 3, 1).reshape(1, -1).to(on.Torch);   // [1, H·W·3]
            var scores = (Tensor)TrainingScript.Call("classify", image, gain, shift, height, width, first, values, kind);  // [1, 10]
            return [.. softmax(scores.to(float64), 1).cpu().data<double>()];
        }
    }
}
