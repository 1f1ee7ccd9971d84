namespace Sweep.Experiments.Training;

/// <summary>A tensor's place in a network's flat parameter vector.</summary>
/// <param name="Name">The layer's, a dot, and <c>weight</c> or <c>bias</c>: as PyTorch names it.</param>
/// <param name="FanIn">Inputs that one output sees: bounds the initialisation.</param>
internal sealed record ParameterTensor(string Name, int[] Shape, int Offset, int FanIn)
{
    public int Length { get; } = Shape.Aggregate(1, (a, b) => a * b);

    public int End => Offset + Length;

    /// <summary>
    /// Weights and biases of <paramref name="layers"/> on images of <paramref name="channels"/> channels, one after the other.
    /// </summary>
    public static IReadOnlyList<ParameterTensor> Lay(int channels, IEnumerable<Layer> layers)
    {
        var laid = new List<ParameterTensor>();
        var area = 0;
        foreach (var layer in layers)
        {
            switch (layer)
            {
                case Layer.Convolution convolution:
                    Add(convolution.Name, [convolution.Channels, channels, Layer.Convolution.Kernel, Layer.Convolution.Kernel]);
                    channels = convolution.Channels;
                    break;
                case Layer.AdaptivePool pool:
                    area = pool.Side * pool.Side;
                    break;
                case Layer.Head head:
                    Add(head.Name, [head.Classes, channels * area]);
                    break;
            }
        }
        return laid;

        void Add(string name, int[] shape)
        {
            var offset = laid.Count == 0 ? 0 : laid[^1].End;
            var fanIn = shape.Skip(1).Aggregate(1, (a, b) => a * b);
            var weight = new ParameterTensor($"{name}.weight", shape, offset, fanIn);
            laid.AddRange([weight, new($"{name}.bias", [shape[0]], weight.End, fanIn)]);
        }
    }
}
