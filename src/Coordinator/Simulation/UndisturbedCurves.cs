using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Simulation;

/// <summary>What every run comes to where nothing happens to it: the simulated trainer's own curves, epoch by epoch.</summary>
/// <param name="epochMilliseconds">What the model says about an epoch's time; it stands in the metrics.</param>
internal sealed class UndisturbedCurves(int epochMilliseconds)
{
    private readonly Dictionary<RunParameters, List<(byte[] State, EpochMetrics Metrics)>> known = [];

    public EpochMetrics Metrics(RunParameters parameters, int epoch) => At(parameters, epoch).Metrics;

    /// <summary>The metrics of an epoch that follows from <paramref name="state"/>, whatever that is.</summary>
    public EpochMetrics Follow(RunParameters parameters, int epoch, ref byte[] state)
    {
        state = SimulatedCurve.Next(state);
        return SimulatedCurve.Metrics(parameters, epoch, state, epochMilliseconds / 1000.0);
    }

    public static byte[] Initial(RunParameters parameters) => SimulatedCurve.Initial(parameters);

    private (byte[] State, EpochMetrics Metrics) At(RunParameters parameters, int epoch)
    {
        if (!known.TryGetValue(parameters, out var curve))
            known.Add(parameters, curve = []);
        while (curve.Count < epoch)
        {
            var state = curve.Count == 0 ? Initial(parameters) : curve[^1].State;
            var metrics = Follow(parameters, curve.Count + 1, ref state);
            curve.Add((state, metrics));
        }
        return curve[epoch - 1];
    }
}
