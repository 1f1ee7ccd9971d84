using System.Collections.Immutable;

namespace Sweep.Experiments.Training;

/// <summary>One layer of a model at a given input: what comes out of it and what it costs.</summary>
/// <param name="Output">Shape of its output without the batch: channels × height × width, or one number for a vector.</param>
/// <param name="ActivationBytes">Its output for the whole batch, in fp32.</param>
public sealed record LayerSummary(string Name, string Output, long Parameters, long ActivationBytes);

/// <summary>
/// What a model costs at any input resolution, by arithmetic alone. Bytes are for fp32. Leaky ReLUs work in place and take none of their
/// own.
/// </summary>
public sealed record ModelSummary(string Model, ImageShape Input, int Batch, ImmutableArray<LayerSummary> Layers)
{
    private const int Float = sizeof(float);
    public const double GiB = 1L << 30;

    public long Parameters => Layers.Sum(layer => layer.Parameters);
    public long ParameterBytes => Parameters * Float;

    /// <summary>Weights, their gradients and AdamW's two moments.</summary>
    public long TrainingStateBytes => 4 * ParameterBytes;

    /// <summary>Every layer's output, kept for the backward pass.</summary>
    public long ActivationBytes => Layers.Sum(layer => layer.ActivationBytes);
    public long InputBytes => Batch * Input.Values * Float;

    /// <summary>The notebook's network. Its head stays as it is whatever the input, because its last pooling is adaptive.</summary>
    public static ModelSummary NotebookCnn(ImageShape input, int batch, int classes = Training.NotebookCnn.Classes) =>
        Of("notebook-cnn", Training.NotebookCnn.Layers, input, batch, classes);

    /// <summary>The same convolutions without any pooling: every pixel of the last feature map has its own weights in the head.</summary>
    public static ModelSummary WithoutPooling(ImageShape input, int batch, int classes = Training.NotebookCnn.Classes) => Of(
        "without pooling", Training.NotebookCnn.Layers.Where(layer => layer is not (Layer.MaxPool or Layer.AdaptivePool)),
        input, batch, classes);

    /// <summary>
    /// The notebook's first network: a 2 × 2 maximum in the place of adaptive pooling, so that its features, and its head, grow with the
    /// input.
    /// </summary>
    public static ModelSummary MaxPooled(ImageShape input, int batch, int classes = Training.NotebookCnn.Classes) => Of(
        "max pooling", Training.NotebookCnn.Layers.Select(layer => layer is Layer.AdaptivePool ? new Layer.MaxPool() : layer),
        input, batch, classes);

    /// <summary>What goes into the head.</summary>
    public string Features => Layers[^2].Output;

    public long HeadParameters => Layers[^1].Parameters;

    /// <summary>
    /// What classifies without convolutions would cost: a weight for every pixel value and class. The notebook's example, 4096 × 4096 × 3
    /// into 100 classes, has 18.75 GiB of weights.
    /// </summary>
    public static ModelSummary FullyConnected(ImageShape input, int classes, int batch = 1) =>
        Of("fully connected", [new Layer.Head("linear", classes)], input, batch, classes);

    private static ModelSummary Of(string model, IEnumerable<Layer> layers, ImageShape input, int batch, int classes)
    {
        var (channels, height, width) = (input.Channels, input.Height, input.Width);
        return new(model, input, batch, [.. layers.Select(Next)]);

        LayerSummary Next(Layer layer)
        {
            switch (layer)
            {
                case Layer.Convolution { Channels: var to }:
                    var (kernel, from) = (Layer.Convolution.Kernel, channels);
                    channels = to;
                    return Map($"Conv2d {from} -> {to}, {kernel}x{kernel}, LeakyReLU", (long)to * ((from * kernel * kernel) + 1));
                case Layer.MaxPool:
                    (height, width) = (height / 2, width / 2);
                    return Map("MaxPool2d 2x2", 0);
                case Layer.AdaptivePool { Side: var side }:
                    (height, width) = (side, side);
                    return Map($"AdaptiveAvgPool2d {side}x{side}", 0);
                case Layer.Head:
                    var features = (long)channels * height * width;
                    return new($"Linear {features} -> {classes}", $"{classes}", (features + 1) * classes, (long)batch * classes * Float);
                default:
                    throw new ArgumentOutOfRangeException(nameof(layers), layer, "A kind of layer whose cost nobody has worked out.");
            }
        }

        LayerSummary Map(string name, long parameters) =>
            new(name, $"{channels}x{height}x{width}", parameters, (long)batch * channels * height * width * Float);
    }
}
