using Sweep.Experiments.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training;

public sealed class LossScalerTests
{
    public LossScalerTests() => LibTorch.Load();

    [Fact]
    public void AnInfiniteGradient_SkipsTheStepAndHalvesTheScale()
    {
        using var run = new Steps(scale: 1024, good: 17);
        run.Take(float.PositiveInfinity);

        Assert.Equal(run.Before, run.State);
        Assert.Equal([0, 512, 0], run.Counters);
    }

    [Fact]
    public void NotANumber_SkipsTheStepToo()
    {
        using var run = new Steps(scale: 1024, good: 0);
        run.Take(float.NaN);

        Assert.Equal(run.Before, run.State);
        Assert.Equal([0, 512, 0], run.Counters);
    }

    [Fact]
    public void AGoodStep_IsTheUnscaledStep()
    {
        using var scaled = new Steps(scale: 1024, good: 3);
        using var plain = new Steps(scale: 1, good: 3);
        scaled.Take(1024f);
        plain.Take(1f);

        Assert.NotEqual(scaled.Before, scaled.State);
        Assert.Equal(plain.State, scaled.State);
        Assert.Equal([1, 1024, 4], scaled.Counters);
    }

    [Fact]
    public void TwoThousandGoodSteps_DoubleTheScale()
    {
        using var run = new Steps(scale: LossScaler.InitialScale, good: LossScaler.GrowthInterval - 2);
        run.Take(1);
        Assert.Equal([1, 65536, 1999], run.Counters);
        run.Take(1);
        Assert.Equal([2, 131072, 0], run.Counters);
        run.Take(1);
        Assert.Equal([3, 131072, 1], run.Counters);
    }

    [Fact]
    public void ASkippedStep_StartsTheCountAgain()
    {
        using var run = new Steps(scale: 8, good: LossScaler.GrowthInterval - 1);
        run.Take(float.NegativeInfinity);
        run.Take(1);

        Assert.Equal([1, 4, 1], run.Counters);
    }

    /// <summary>A state of two parameters that takes scaled steps.</summary>
    private sealed class Steps : IDisposable
    {
        private readonly DisposeScope scope = NewDisposeScope();
        private readonly Tensor state = tensor([0.5f, -0.25f, 0.01f, 0f, 0.02f, 0f], [3, 2]);
        private readonly Tensor counters;

        public Steps(double scale, double good)
        {
            counters = tensor([0, scale, good]);
            Before = State;
        }

        public float[] Before { get; }
        public float[] State => state.data<float>().ToArray();
        public double[] Counters => counters.data<double>().ToArray();

        public void Take(float gradient) => TrainingScript.Call("scaled_step", state, counters, tensor([gradient, gradient / 2]), 1e-3, 1e-3);

        public void Dispose() => scope.Dispose();
    }
}
