using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>
/// Says of each configuration whether chance could have swapped it with the winner. The variance of a difference is the larger of two:
/// that between seeds, pooled over all configurations (<see cref="SeedSpread"/>), and that of the validation images
/// (<see cref="ImageChance"/>). The winner was chosen after looking, so it is held against the others by <see cref="StudentisedRange"/>.
/// What learnt nothing hardly varies, and what hardly trains varies much: so the configurations that come out worse at first are told
/// apart, and the spread is taken from the others, with the next best where these are too few to know it. To choose by the mean does not
/// bend the variance: the two are independent.
/// </summary>
internal sealed class Judging
{
    /// <summary>Degrees of freedom from which on the configurations near the winner are enough to know the spread.</summary>
    private const int Enough = 10;

    private readonly ImmutableArray<Candidate> ranked;
    private readonly ImmutableArray<Candidate> family;
    private readonly StudentisedRange? range;
    private readonly Objective objective;

    /// <param name="ranked">The winner first.</param>
    /// <param name="images">How many validation images there are; null where nobody knows.</param>
    /// <param name="range">For as many configurations as there are, where it is at hand: making it is most of the work.</param>
    public Judging(ImmutableArray<Candidate> ranked, Objective objective, int? images, StudentisedRange? range = null)
    {
        (this.ranked, this.objective, Chance) = (ranked, objective, ImageChance.Of(objective, images));
        // What lost a seed to divergence stands at the edge of what can be trained, where the spread is another.
        family = [.. ranked.TakeWhile(candidate => candidate.Diverged == 0 || ranked[0].Diverged > 0)];
        Spread = family.IsEmpty ? null : SeedSpread.Of(family);
        this.range = family.Length <= 1 ? null : range?.Count == family.Length ? range : new(family.Length);
        (Pooled, Noise) = (family.Length, Spread);
        if (Spread is null || this.range is null)
            return;
        var pooled = 1 + Enumerable.Range(0, family.Length).Last(place => place == 0 || Judged(place).Verdict != Verdict.Worse);
        while (pooled < family.Length && !(SeedSpread.Of(family[..pooled]) is { Degrees: >= Enough }))
            pooled++;
        (Pooled, Noise) = (pooled, SeedSpread.Of(family[..pooled]));
    }

    public ImageChance Chance { get; }

    /// <summary>
    /// Of all configurations that are compared: what their differences are taken from. Null where none has several seeds.
    /// </summary>
    private SeedSpread? Spread { get; }

    /// <summary>What the variance is taken from. Null where no configuration has several seeds.</summary>
    public SeedSpread? Noise { get; }

    /// <summary>How many configurations the variance is taken from, the best first.</summary>
    public int Pooled { get; }

    /// <summary>How many configurations are compared, the winner included; those that lost a seed to divergence are not.</summary>
    public int Compared => family.Length;

    public ImmutableArray<Standing> Standings() =>
        [.. ranked.Select((candidate, place) => Of(candidate, place == 0 ? (Verdict.Winner, null, null) : Judged(place)))];

    /// <summary>
    /// Two configurations by themselves, as if nobody had looked at the others. Null where one of them is not compared at all, or where
    /// nothing is known of the uncertainty.
    /// </summary>
    public DifferenceTest? Between(Configuration first, Configuration second)
    {
        int Place(Configuration wanted) => family.ToList().FindIndex(candidate => candidate.Configuration == wanted);
        return (Place(first), Place(second)) is ( >= 0 and var a, >= 0 and var b) && a != b ? Test(a, b) : null;
    }

    /// <summary>
    /// The least difference from the winner that would have been called one, for a configuration with as many seeds as the winner, and
    /// what that would be with more seeds. Null where there is nothing to compare with, or nothing is known of the uncertainty.
    /// </summary>
    public Resolution? Resolution()
    {
        if (range is null)
            return null;
        var seeds = family[0].Trials.Length;
        if (Least(seeds, Noise?.Degrees ?? double.PositiveInfinity) is not (> 0 and var now))
            return null;
        return new(seeds, now, Noise is null ? [] : [With(2 * seeds), With(4 * seeds)]);
    }

    private SeedsAndDifference With(int seeds) =>
        new(seeds, Least(seeds, Noise!.Blocked ? (Pooled - 1.0) * (seeds - 1) : Pooled * (seeds - 1.0)));

    private double Least(int seeds, double degrees)
    {
        var factor = 2.0 / seeds;
        var variance = Math.Max((Noise?.Variance ?? 0) * factor, Chance.OfDifference(family[0].Mean, family[0].Mean, factor));
        return variance == 0 ? 0 : range!.Critical(Interval.Level, degrees) * Math.Sqrt(variance);
    }

    private (Verdict Verdict, DifferenceTest? Test, double? P) Judged(int place)
    {
        if (place >= family.Length || Test(0, place) is not { } test)
            return (Verdict.Untested, null, null);
        var p = test.Difference == 0 ? 1 : range!.P(test.Statistic, test.Degrees);
        var behind = !objective.IsBetter(test.Difference, 0);
        return (p <= 1 - Interval.Level && behind ? Verdict.Worse : Verdict.Tied, test, p);
    }

    private DifferenceTest? Test(int first, int second)
    {
        var (a, b) = (family[first], family[second]);
        var plain = (1.0 / a.Trials.Length) + (1.0 / b.Trials.Length);
        var (difference, factor) = Spread?.Contrast(first, second) ?? (b.Mean - a.Mean, plain);
        var variance = Math.Max((Noise?.Variance ?? 0) * factor, Chance.OfDifference(a.Mean, b.Mean, plain));
        return variance == 0 && !(difference == 0 && Chance.Images is not null) ? null : DifferenceTest.Of(
            Spread is null ? TestUsed.TwoProportionZ : TestUsed.PooledT,
            difference, Math.Sqrt(variance), Noise?.Degrees ?? double.PositiveInfinity);
    }

    private Standing Of(Candidate candidate, (Verdict Verdict, DifferenceTest? Against, double? P) judged) => new(
        candidate.Configuration, [.. candidate.Trials.Select(trial => trial.Row)], candidate.Planned, candidate.Diverged, candidate.Values,
        IntervalOf(candidate), judged.Verdict, judged.Against, judged.P);

    /// <summary>More seeds do not narrow the chance in the images: all of them are judged by the same ones.</summary>
    private Interval? IntervalOf(Candidate candidate)
    {
        var variance = (Noise?.Within ?? 0) / candidate.Trials.Length;
        if (Chance.Images is { } images && variance <= Chance.OfShare(candidate.Mean))
            return Interval.OfProportion(candidate.Mean, images);
        if (variance == 0)
            return null;
        var interval = Interval.OfMean(candidate.Mean, Math.Sqrt(variance), Noise!.WithinDegrees);
        return Chance.Images is null ? interval : interval with { Low = Math.Max(0, interval.Low), High = Math.Min(1, interval.High) };
    }
}
