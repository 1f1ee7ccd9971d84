using Sweep.Experiments.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training;

public sealed class TrainingScriptTests
{
    private const int Calls = 3000;

    public TrainingScriptTests() => LibTorch.Load();

    /// <summary>A number goes to libtorch as an object of its own, which must not be collected before libtorch has read it.</summary>
    [Fact]
    public async Task Numbers_ReachTheScript_WhileMemoryIsCollected()
    {
        using var done = new CancellationTokenSource();
        var collects = Task.Factory.StartNew(
            () => Collect(done.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var state = zeros(3, 4);
        using var gradient = ones(4);
        using var t = zeros([], float64);
        for (var call = 1; call <= Calls; call++)
        {
            t.fill_(1);
            state.fill_(0);
            TrainingScript.Call("adamw", state, t, gradient, 0.5, 0.25);
            Assert.Equal(-0.5, state[0, 0].item<float>(), 1e-6);
        }
        await done.CancelAsync();
        await collects;
    }

    private static void Collect(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }
    }
}
