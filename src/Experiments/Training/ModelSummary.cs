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

    /// <summary>
    /// The notebook's network: two pairs of 3 × 3 convolutions (padding 1), pooled to 4 × 4 whatever the input, and a linear head.
    /// </summary>
    public static ModelSummary NotebookCnn(ImageShape input, int batch, int classes = 10)
    {
        var (h, w) = (input.Height, input.Width);
        var layers = new LayerTable(batch);
        layers.Convolution(input.Channels, 16, h, w);
        layers.Convolution(16, 16, h, w);
        layers.Pool("MaxPool2d 2x2", 16, h / 2, w / 2);
        layers.Convolution(16, 32, h / 2, w / 2);
        layers.Convolution(32, 32, h / 2, w / 2);
        layers.Pool("AdaptiveAvgPool2d 4x4", 32, 4, 4);
        layers.Linear(32 * 4 * 4, classes);
        return new("notebook-cnn", input, batch, layers.ToImmutable());
    }

    /// <summary>The same convolutions without any pooling: every pixel of the last feature map has its own weights in the head.</summary>
    public static ModelSummary WithoutPooling(ImageShape input, int batch, int classes = 10)
    {
        var (h, w) = (input.Height, input.Width);
        var layers = new LayerTable(batch);
        layers.Convolution(input.Channels, 16, h, w);
        layers.Convolution(16, 16, h, w);
        layers.Convolution(16, 32, h, w);
        layers.Convolution(32, 32, h, w);
        layers.Linear(32L * h * w, classes);
        return new("without pooling", input, batch, layers.ToImmutable());
    }

    /// <summary>
    /// The notebook's first network: a 2 × 2 maximum in the place of adaptive pooling, so that its features, and its head, grow with the
    /// input.
    /// </summary>
    public static ModelSummary MaxPooled(ImageShape input, int batch, int classes = 10)
    {
        var (h, w) = (input.Height, input.Width);
        var layers = new LayerTable(batch);
        layers.Convolution(input.Channels, 16, h, w);
        layers.Convolution(16, 16, h, w);
        layers.Pool("MaxPool2d 2x2", 16, h / 2, w / 2);
        layers.Convolution(16, 32, h / 2, w / 2);
        layers.Convolution(32, 32, h / 2, w / 2);
        layers.Pool("MaxPool2d 2x2", 32, h / 4, w / 4);
        layers.Linear(32L * (h / 4) * (w / 4), classes);
        return new("max pooling", input, batch, layers.ToImmutable());
    }

    /// <summary>What goes into the head.</summary>
    public string Features => Layers[^2].Output;

    public long HeadParameters => Layers[^1].Parameters;

    /// <summary>
    /// What classifies without convolutions would cost: a weight for every pixel value and class. The notebook's example, 4096 × 4096 × 3
    /// into 100 classes, has 18.75 GiB of weights.
    /// </summary>
    public static ModelSummary FullyConnected(ImageShape input, int classes, int batch = 1)
    {
        var layers = new LayerTable(batch);
        layers.Linear(input.Values, classes);
        return new("fully connected", input, batch, layers.ToImmutable());
    }

    private sealed class LayerTable(int batch)
    {
        private readonly ImmutableArray<LayerSummary>.Builder layers = ImmutableArray.CreateBuilder<LayerSummary>();

        public void Convolution(int from, int to, int h, int w) =>
            Add($"Conv2d {from} -> {to}, 3x3, LeakyReLU", $"{to}x{h}x{w}", (long)to * ((from * 9) + 1), (long)to * h * w);

        public void Pool(string name, int channels, int h, int w) => Add(name, $"{channels}x{h}x{w}", 0, (long)channels * h * w);

        public void Linear(long from, int to) => Add($"Linear {from} -> {to}", $"{to}", (from + 1) * to, to);

        public ImmutableArray<LayerSummary> ToImmutable() => layers.ToImmutable();

        private void Add(string name, string output, long parameters, long values) =>
            layers.Add(new(name, output, parameters, batch * values * Float));
    }
}
