using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Statistics;

/// <summary>
/// The chance in which validation images there happen to be: a share of n independent images has the binomial variance p(1 − p)/n.
/// It is the least that an accuracy varies from seed to seed, so no spread that is found is taken for less.
/// </summary>
/// <param name="Images">How many validation images there are; null where the objective is no share of them.</param>
internal sealed record ImageChance(int? Images)
{
    public static ImageChance Of(Objective objective, int? images) => new(objective == Objective.ValAccuracy ? images : null);

    /// <summary>
    /// Of the difference of two means over seeds, with the pooled share of the two-proportion test; 0 where nothing is known.
    /// </summary>
    /// <param name="factor">1/n + 1/m for means over n and m seeds.</param>
    public double OfDifference(double first, double second, double factor)
    {
        var pooled = (first + second) / 2;
        return Images is { } images ? pooled * (1 - pooled) / images * factor : 0;
    }

    /// <summary>Of one share of the images; 0 where nothing is known.</summary>
    public double OfShare(double share) => Images is { } images ? share * (1 - share) / images : 0;
}
