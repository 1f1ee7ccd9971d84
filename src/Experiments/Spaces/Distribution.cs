using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Spaces;

/// <summary>
/// The values that one hyperparameter may take. A grid takes <see cref="Points"/>; a random sampler draws from <see cref="At"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Choice), "choice")]
[JsonDerivedType(typeof(Linear), "linear")]
[JsonDerivedType(typeof(Log), "log")]
[JsonDerivedType(typeof(Integers), "integers")]
[JsonDerivedType(typeof(Listed), "list")]
public abstract record Distribution
{
    private protected Distribution() { }

    /// <summary>
    /// The condition over other parameters under which this one is there at all, in the language of <c>docs/queries.md</c>; null is always.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? When { get; init; }

    /// <summary>
    /// The grid points in the order written, endpoints included and exact; empty where the file gave no <c>count</c>, and where the values
    /// are no numbers.
    /// </summary>
    [JsonIgnore]
    public abstract IReadOnlyList<double> Points { get; }

    /// <summary>Maps u, uniform in [0, 1), to a value: the inverse of the cumulative distribution.</summary>
    public abstract double At(double u);

    /// <summary>The grid points as values of a parameter of that kind.</summary>
    public virtual IEnumerable<ParameterValue> ValuesOf(ParameterKind kind) => Points.Select(point => ParameterValue.Of(point, kind));

    /// <summary>As <see cref="At"/>, a value of a parameter of that kind.</summary>
    public virtual ParameterValue ValueAt(double u, ParameterKind kind) => ParameterValue.Of(At(u), kind);

    /// <summary>What a parameter is that has these values, where its name does not say it.</summary>
    internal abstract ParameterKind Declares { get; }
}

/// <summary>A list of values, in the order written; one value is a list of one.</summary>
public sealed record Choice(IReadOnlyList<double> Values) : Distribution
{
    public override IReadOnlyList<double> Points => Values;
    public override double At(double u) => Values[(int)(u * Values.Count)];
    internal override ParameterKind Declares => Values.All(WholeNumber.Is) ? ParameterKind.Whole : ParameterKind.Number;
    public bool Equals(Choice? other) => other is not null && When == other.When && Values.SequenceEqual(other.Values);
    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
}

/// <summary>Texts, or true and false, in the order written.</summary>
public sealed record Listed(IReadOnlyList<ParameterValue> Values) : Distribution
{
    public override IReadOnlyList<double> Points => [];
    public override double At(double u) => double.NaN;
    public override IEnumerable<ParameterValue> ValuesOf(ParameterKind kind) => Values;
    public override ParameterValue ValueAt(double u, ParameterKind kind) => Values[(int)(u * Values.Count)];
    internal override ParameterKind Declares => Values is [var first, ..] ? first.Kind : ParameterKind.Text;
    public bool Equals(Listed? other) => other is not null && When == other.When && Values.SequenceEqual(other.Values);
    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
}

/// <summary>Evenly spaced from <paramref name="From"/> to <paramref name="To"/>.</summary>
/// <param name="Count">Number of grid points; null leaves the range continuous, for random sampling only.</param>
/// <param name="Digits">
/// Significant digits of the points between the ends; null is fifteen, the precision of every range journalled without it.
/// </param>
public sealed record Linear(
    double From, double To, int? Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Digits = null) : Distribution
{
    public override IReadOnlyList<double> Points => Spacing.Endpoints(Count, From, To, u => From + (u * (To - From)), Digits);
    public override double At(double u) => Spacing.Within(From, To, From + (u * (To - From)), Spacing.AllDigits);
    internal override ParameterKind Declares => ParameterKind.Number;
}

/// <summary>
/// Evenly spaced in the logarithm from <paramref name="From"/> to <paramref name="To"/>, both greater than zero: in
/// <paramref name="Count"/> points, ends included, or in <paramref name="PerDecade"/> points for every factor of ten from
/// <paramref name="From"/> on, which stay where they are when <paramref name="To"/> grows.
/// </summary>
/// <param name="Digits">As of <see cref="Linear"/>.</param>
public sealed record Log(
    double From, double To, int? Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Digits = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PerDecade = null) : Distribution
{
    /// <summary>
    /// By what factor the last point of a range per decade may lie above <see cref="To"/>: half a unit of the third digit, so that an
    /// end written as 4.64e-2 reaches the point 0.0464159. Never more than a quarter of the way to the next point.
    /// </summary>
    private const double Reach = 1.005;

    public override IReadOnlyList<double> Points => PerDecade is { } each
        ? [From, .. Enumerable.Range(1, PointsPerDecade(each) - 1)
            .Select(i => Spacing.Rounded(From * Math.Pow(10, i / (double)each), Digits ?? Spacing.AllDigits))]
        : Spacing.Endpoints(Count, From, To, Interpolated, Digits);

    public override double At(double u) => Spacing.Within(From, To, Interpolated(u), Spacing.AllDigits);
    internal override ParameterKind Declares => ParameterKind.Number;

    /// <summary>How many points a range per decade has, before any of them is made.</summary>
    internal int PointsPerDecade(int each) => (int)Math.Min(
        int.MaxValue, Math.Floor((each * Math.Log10(To / From)) + Math.Min(0.25, each * Math.Log10(Reach))) + 1);

    private double Interpolated(double u) => Math.Exp(Math.Log(From) + (u * (Math.Log(To) - Math.Log(From))));
}

/// <summary>
/// Whole numbers from <paramref name="From"/> in steps of <paramref name="Step"/>, up to and including <paramref name="To"/>.
/// </summary>
public sealed record Integers(long From, long To, long Step) : Distribution
{
    public override IReadOnlyList<double> Points => [.. Enumerable.Range(0, checked((int)Size)).Select(i => (double)(From + (i * Step)))];
    public override double At(double u) => From + ((long)(u * Size) * Step);
    internal override ParameterKind Declares => ParameterKind.Whole;

    private long Size => ((To - From) / Step) + 1;
}

internal static class WholeNumber
{
    /// <summary>Above this a double cannot tell neighbouring whole numbers apart.</summary>
    public const double Largest = 1L << 53;

    public static bool Is(double value) => value == Math.Floor(value) && Math.Abs(value) <= Largest;
}
