namespace Sweep.Experiments.Training;

/// <summary>A parameter tensor's place in the network's flat parameter vector.</summary>
/// <param name="FanIn">Inputs that one output sees: bounds the initialisation.</param>
internal sealed record Parameter(string Name, int[] Shape, int Offset, int FanIn)
{
    public int Length { get; } = Shape.Aggregate(1, (a, b) => a * b);
}

/// <summary>
/// The notebook's network: four 3×3 convolutions (3-16-16-32-32, padding 1) with LeakyReLU, 2×2 max pooling after the second, average
/// pooling to 4×4 after the fourth, and a linear head on 512 features. 21,786 parameters, any input resolution.
/// All parameters live in one flat vector, in the order of <see cref="Parameters"/>.
/// </summary>
internal static class NotebookCnn
{
    public const int Classes = 10;

    public static readonly IReadOnlyList<Parameter> Parameters = Lay(
        ("conv1", [16, 3, 3, 3]), ("conv2", [16, 16, 3, 3]),
        ("conv3", [32, 16, 3, 3]), ("conv4", [32, 32, 3, 3]), ("linear", [Classes, 512]));

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
                values[parameter.Offset + i] = (float)((random.NextDouble() * 2 - 1) * bound);
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
    public const string Script = """
        def parameters(p):
            return (p[0:432].view([16, 3, 3, 3]), p[432:448],
                    p[448:2752].view([16, 16, 3, 3]), p[2752:2768],
                    p[2768:7376].view([32, 16, 3, 3]), p[7376:7408],
                    p[7408:16624].view([32, 32, 3, 3]), p[16624:16656],
                    p[16656:21776].view([10, 512]), p[21776:21786])

        def conv(x, w, b):
            return torch.leaky_relu_(torch.conv2d(x, w, b, [1, 1], [1, 1]), 0.01)

        def conv_backward(d, y, x, w, inputs: bool):
            d = torch.leaky_relu_backward(d, y, 0.01, True)
            return torch.convolution_backward(d, x, w, [w.size(0)], [1, 1], [1, 1], [1, 1], False, [0, 0], 1, [inputs, True, True])

        def even(x):
            return x.size(2) % 4 == 0 and x.size(3) % 4 == 0

        def pool(x):
            k = [x.size(2) // 4, x.size(3) // 4]
            return torch.avg_pool2d(x, k, k) if even(x) else torch.adaptive_avg_pool2d(x, [4, 4])

        def pool_backward(d, x):
            k = [x.size(2) // 4, x.size(3) // 4]
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
            d = torch.mm(dz, w5).view([-1, 32, 4, 4])
            d = pool_backward(d.contiguous(memory_format=2), a4)             # 2: channels last
            d, g4, h4 = conv_backward(d, a4, a3, w4, True)
            d, g3, h3 = conv_backward(d, a3, m, w3, True)
            d = torch.max_pool2d_with_indices_backward(d, a2, [2, 2], [2, 2], [0, 0], [1, 1], False, at)
            d, g2, h2 = conv_backward(d, a2, a1, w2, True)
            d, g1, h1 = conv_backward(d, a1, x, w1, False)
            return torch.cat([g1.flatten(), h1, g2.flatten(), h2, g3.flatten(), h3, g4.flatten(), h4,
                              torch.mm(dz.t(), f).flatten(), dz.sum(0)]).float()
        """;

    private static List<Parameter> Lay(params (string Name, int[] Shape)[] layers)
    {
        var laid = new List<Parameter>();
        var offset = 0;
        foreach (var (name, shape) in layers)
        {
            var fanIn = shape.Skip(1).Aggregate(1, (a, b) => a * b);
            Add(new($"{name}.weight", shape, offset, fanIn));
            Add(new($"{name}.bias", [shape[0]], offset, fanIn));
        }
        return laid;

        void Add(Parameter parameter)
        {
            laid.Add(parameter);
            offset += parameter.Length;
        }
    }
}
