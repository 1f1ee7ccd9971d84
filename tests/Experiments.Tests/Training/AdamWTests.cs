using Sweep.Experiments.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training;

public sealed class AdamWTests
{
    public AdamWTests() => LibTorch.Load();

    [Theory]
    [InlineData(1e-3, 1e-3)]
    [InlineData(0.1, 0.0)]
    [InlineData(1e-5, 0.5)]
    public void TheFlatOptimizer_FollowsTheFormula(double lr, double decay)
    {
        const int count = 50;
        var random = new Random(1);
        var (p, m, v) = (new double[count], new double[count], new double[count]);
        using var scope = NewDisposeScope();
        var state = zeros(3, count);
        var t = zeros([], float64);
        for (var step = 1; step <= 300; step++)
        {
            var g = Enumerable.Range(0, count).Select(i => (float)((random.NextDouble() - 0.3) * Math.Pow(10, -(i % 5)))).ToArray();
            t.add_(1);
            TrainingScript.Call("adamw", state, t, tensor(g), lr, decay);
            for (var i = 0; i < count; i++)
            {
                p[i] *= 1 - (lr * decay);
                m[i] = (0.9 * m[i]) + (0.1 * g[i]);
                v[i] = (0.999 * v[i]) + (0.001 * g[i] * g[i]);
                p[i] -= lr / (1 - Math.Pow(0.9, step)) * m[i] / ((Math.Sqrt(v[i]) / Math.Sqrt(1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }

        Assert.True(state[0].allclose(tensor(p).@float(), rtol: 2e-5, atol: 1e-7));
        Assert.True(state[1].allclose(tensor(m).@float(), rtol: 2e-5, atol: 1e-9));
        Assert.True(state[2].allclose(tensor(v).@float(), rtol: 2e-5, atol: 1e-12));
    }

    /// <summary>TorchSharp's own AdamW knows nothing of ours; both must walk the same way.</summary>
    [Fact]
    public void TheFlatOptimizer_EqualsTorchSharps()
    {
        using var scope = NewDisposeScope();
        var theirs = nn.Parameter(ones(20));
        using var optimizer = optim.AdamW([theirs], 0.01, weight_decay: 0.1);
        var state = zeros(3, 20);
        state[0].fill_(1);
        var t = zeros([], float64);
        for (var step = 0; step < 50; step++)
        {
            var g = linspace(-1, 1, 20) * Math.Sin(step);
            theirs.grad = g.clone();
            optimizer.step();
            t.add_(1);
            TrainingScript.Call("adamw", state, t, g, 0.01, 0.1);
        }

        Assert.True(state[0].allclose(theirs, rtol: 1e-5, atol: 1e-6));
    }
}
