using Sweep.Experiments.Data;

namespace Sweep.Experiments.Training;

/// <summary>
/// (x/255 − μ)/σ as one multiplication and one addition a channel: gain·x + shift. A channel without variation is only centred.
/// </summary>
internal sealed record Standardisation(float[] Gain, float[] Shift)
{
    public static Standardisation By(ChannelStatistics statistics)
    {
        var deviations = statistics.Deviation.Select(d => d > 0 ? d : 1).ToArray();
        return new(
            [.. deviations.Select(d => (float)(1 / (255 * d)))],
            [.. statistics.Mean.Zip(deviations, (mean, d) => (float)(-mean / d))]);
    }
}
