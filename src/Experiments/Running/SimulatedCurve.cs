using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Running;

/// <summary>
/// Learning curves in closed form, shaped like real ones: the best learning rate is 1e-3 at batch size 8 and grows with the root of the
/// batch size; a decade away learns slower and less; above 1 diverges. On top lies noise from a chain of hashes that starts at the
/// hyperparameters, so that an epoch follows from the state after the one before and from nothing else.
/// </summary>
internal static class SimulatedCurve
{
    private const double BestLearningRate = 1e-3;
    private const double Chance = 0.1;
    private const double Ceiling = 0.82;
    private const double HighestStable = 1;

    public static byte[] Initial(RunParameters parameters) => SHA256.HashData(Encoding.UTF8.GetBytes(parameters.Canonical));

    /// <summary>The state after one more epoch.</summary>
    public static byte[] Next(byte[] state) => SHA256.HashData(state);

    /// <param name="state">After <paramref name="epoch"/>.</param>
    public static EpochMetrics Metrics(RunParameters parameters, int epoch, byte[] state, double seconds)
    {
        if (parameters.LearningRate > HighestStable)
            return new(epoch, double.NaN, double.NaN, Chance, seconds);
        var decades = Math.Log10(parameters.LearningRate / (BestLearningRate * Math.Sqrt(parameters.BatchSize / 8.0)));
        var fit = Math.Exp(-decades * decades / 2);
        var decayMiss = Math.Abs(parameters.WeightDecay - 1e-3) / (parameters.WeightDecay + 1e-3);
        var learnt = 1 - Math.Exp(-0.45 * fit * epoch);
        var start = Math.Log(10);
        var trainLoss = start * (1 - (0.85 * fit * learnt)) * (1 + (0.02 * Noise(state, 0)));
        var valLoss = trainLoss + 0.05 + (0.004 * epoch * fit) + (0.03 * Noise(state, 1));
        var accuracy = Chance + ((Ceiling - (0.03 * decayMiss) - Chance) * fit * learnt) + (0.01 * Noise(state, 2));
        return new(epoch, trainLoss, valLoss, Math.Clamp(accuracy, 0, 1), seconds);
    }

    /// <summary>Uniform in [−1, 1), from the <paramref name="index"/>th eight bytes of the state.</summary>
    private static double Noise(byte[] state, int index) =>
        ((BinaryPrimitives.ReadUInt64LittleEndian(state.AsSpan(index * sizeof(ulong))) >> 11) * (1.0 / (1L << 52))) - 1;
}
