using System.Collections.Immutable;
using Sweep.Experiments.Spaces;

namespace Sweep.Experiments.Training;

/// <summary>
/// The notebook's network: 21,786 parameters, any input resolution. <see cref="Layers"/> says its shape; where its parameters lie, what it
/// costs, the file it is saved in and the offsets in the script follow from that.
/// </summary>
internal static class NotebookCnn
{
    public const int Classes = 10;

    public const int Channels = 3;
    private const int PooledSide = 4;

    public const int PooledPixels = PooledSide * PooledSide;

    public static readonly ImmutableArray<Layer> Layers =
    [
        new Layer.Convolution("conv1", 16),
        new Layer.Convolution("conv2", 16),
        new Layer.MaxPool(),
        new Layer.Convolution("conv3", 32),
        new Layer.Convolution("conv4", 32),
        new Layer.AdaptivePool(PooledSide),
        new Layer.Head("linear", Classes),
    ];

    /// <summary>All parameters live in one flat vector [P], in this order.</summary>
    public static readonly IReadOnlyList<ParameterTensor> Parameters = ParameterTensor.Lay(Channels, Layers);

    public static readonly int ParameterCount = Parameters.Sum(p => p.Length);

    /// <summary>
    /// PyTorch's default initialisation: Kaiming-uniform with a = √5, which is uniform within ±1/√fan-in for weights and biases alike.
    /// </summary>
    public static float[] Initialise(long seed)
    {
        var random = SplitMix64.Of(seed, stream: 0);
        var values = new float[ParameterCount];
        foreach (var parameter in Parameters)
        {
            var bound = 1 / Math.Sqrt(parameter.FanIn);
            for (var i = 0; i < parameter.Length; i++)
                values[parameter.Offset + i] = (float)((random.NextUnit() * 2 - 1) * bound);
        }
        return values;
    }

    /// <summary>
    /// Forward and backward pass in TorchScript. The backward pass is written out rather than left to autograd: every kernel that runs can
    /// be read here, it is the same from the first step to the last, the gradient comes as one flat vector, and lower precision is
    /// a cast where PyTorch's autocast would put one (convolutions, pooling and the linear layer low; softmax and loss in float32).
    /// <para>
    /// Activations keep the memory format of their input. Where 4 divides the last map, adaptive pooling to 4×4 is average pooling with
    /// equal windows and is computed as that: on CUDA only that has a deterministic gradient.
    /// </para>
    /// </summary>
    public static readonly string Script = $$"""
        def parameters(p):
            return ({{string.Join(",\n        ", Parameters.Chunk(2).Select(layer => string.Join(", ", layer.Select(Slice))))}})

        def conv(x, w, b):
            return torch.leaky_relu_(torch.conv2d(x, w, b, [1, 1], [1, 1]), 0.01)

        def conv_backward(d, y, x, w, inputs: bool):
            d = torch.leaky_relu_backward(d, y, 0.01, True)
            return torch.convolution_backward(d, x, w, [w.size(0)], [1, 1], [1, 1], [1, 1], False, [0, 0], 1, [inputs, True, True])

        def even(x):
            return x.size(2) % {{PooledSide}} == 0 and x.size(3) % {{PooledSide}} == 0

        def pool(x):
            k = [x.size(2) // {{PooledSide}}, x.size(3) // {{PooledSide}}]
            return torch.avg_pool2d(x, k, k) if even(x) else torch.adaptive_avg_pool2d(x, [{{PooledSide}}, {{PooledSide}}])

        def pool_backward(d, x):
            k = [x.size(2) // {{PooledSide}}, x.size(3) // {{PooledSide}}]
            if even(x):
                return torch.avg_pool2d_backward(d, x, k, k, [0, 0], False, True, None)
            return torch._adaptive_avg_pool2d_backward(d, x)

        def activations(x, p):                                               # x [B, 3, H, W]
            w1, b1, w2, b2, w3, b3, w4, b4, w5, b5 = parameters(p)
            a1 = conv(x, w1, b1)                                             # [B, 16, H, W]
            a2 = conv(a1, w2, b2)                                            # [B, 16, H, W]
            m, at = torch.max_pool2d_with_indices(a2, [2, 2], [2, 2])        # [B, 16, H/2, W/2]
            a3 = conv(m, w3, b3)                                             # [B, 32, H/2, W/2]
            a4 = conv(a3, w4, b4)                                            # [B, 32, H/2, W/2]
            f = pool(a4).flatten(1)                                          # [B, 512]
            z = torch.addmm(b5, f, w5.t()).float()                           # [B, 10]
            return a1, a2, m, at, a3, a4, f, z

        def gradient(x, p, a1, a2, m, at, a3, a4, f, dz):
            w1, b1, w2, b2, w3, b3, w4, b4, w5, b5 = parameters(p)
            d = torch.mm(dz, w5).view([-1, a4.size(1), {{PooledSide}}, {{PooledSide}}])
            d = pool_backward(d.contiguous(memory_format=2), a4)             # 2: channels last
            d, g4, h4 = conv_backward(d, a4, a3, w4, True)
            d, g3, h3 = conv_backward(d, a3, m, w3, True)
            d = torch.max_pool2d_with_indices_backward(d, a2, [2, 2], [2, 2], [0, 0], [1, 1], False, at)
            d, g2, h2 = conv_backward(d, a2, a1, w2, True)
            d, g1, h1 = conv_backward(d, a1, x, w1, False)
            return torch.cat([g1.flatten(), h1, g2.flatten(), h2, g3.flatten(), h3, g4.flatten(), h4,
                              torch.mm(dz.t(), f).flatten(), dz.sum(0)]).float()
        """;

    private static string Slice(ParameterTensor parameter) => FormattableString.Invariant($"p[{parameter.Offset}:{parameter.End}]")
        + (parameter.Shape.Length > 1 ? $".view([{string.Join(", ", parameter.Shape)}])" : "");
}
