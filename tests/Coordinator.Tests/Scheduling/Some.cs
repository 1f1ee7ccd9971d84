using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Tests;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>Values that show only what matters to a test.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static SweepSpec Spec(
        double[]? lrs = null, double[]? epochs = null, string name = "some", string model = ModelSpec.Simulated, int maxAttempts = 3,
        bool sharing = true, Objective? objective = null) => SomeSpec.Of(
            name, model: model, objective: objective, lr: new Choice(lrs ?? [0.1]), epochs: new Choice(epochs ?? [2]),
            maxAttempts: maxAttempts, sharing: sharing);

    public static ImmutableArray<SlotDescription> Slots(int count, string device = "cpu") =>
        [.. Enumerable.Range(0, count).Select(n => new SlotDescription(n, device, "a processor"))];

    public static Provenance Provenance(string? fingerprint = null) => new(fingerprint ?? new string('a', 64), "cpu", "a processor", "none", "0.1", Precision.Fp32, "");

    /// <summary>What the run of <paramref name="parameters"/> always gives: training is deterministic. A learning rate above 1 diverges at epoch 2.</summary>
    public static EpochMetrics Metrics(RunParameters parameters, int epoch)
    {
        var diverges = parameters.LearningRate > 1 && epoch >= 2;
        var x = (parameters.LearningRate * 31) + (parameters.Seed * 7) + epoch;
        return new(epoch, diverges ? double.NaN : 1 / (1 + x), 1.1 / (1 + x), diverges ? 0.1 : 1 - (0.5 / (1 + x)), 1.5);
    }

    public static CheckpointReference? Checkpoint(EpochMetrics metrics, RunId run) =>
        metrics.Diverged ? null : new(metrics.Epoch, Sha256Of($"{run}-{metrics.Epoch}"), 100);

    public static string Sha256Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
