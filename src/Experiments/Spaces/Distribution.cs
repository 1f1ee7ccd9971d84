using System.Globalization;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Spaces;

/// <summary>The values that one hyperparameter may take. A grid takes <see cref="Points"/>; a random sampler draws from <see cref="At"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Choice), "choice")]
[JsonDerivedType(typeof(Linear), "linear")]
[JsonDerivedType(typeof(Log), "log")]
[JsonDerivedType(typeof(Integers), "integers")]
public abstract record Distribution
{
    private protected Distribution() { }

    /// <summary>The grid points in the order written, endpoints included and exact; empty where the file gave no <c>count</c>.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<double> Points { get; }

    /// <summary>Maps u, uniform in [0, 1), to a value: the inverse of the cumulative distribution.</summary>
    public abstract double At(double u);
}

/// <summary>A list of values, in the order written; one value is a list of one.</summary>
public sealed record Choice(IReadOnlyList<double> Values) : Distribution
{
    public override IReadOnlyList<double> Points => Values;
    public override double At(double u) => Values[(int)(u * Values.Count)];
    public bool Equals(Choice? other) => other is not null && Values.SequenceEqual(other.Values);
    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
}

/// <summary>Evenly spaced from <paramref name="From"/> to <paramref name="To"/>.</summary>
/// <param name="Count">Number of grid points; null leaves the range continuous, for random sampling only.</param>
public sealed record Linear(double From, double To, int? Count) : Distribution
{
    public override IReadOnlyList<double> Points => Spacing.Endpoints(Count, From, To, At);
    public override double At(double u) => Spacing.Within(From, To, From + (u * (To - From)));
}

/// <summary>Evenly spaced in the logarithm from <paramref name="From"/> to <paramref name="To"/>, both greater than zero.</summary>
public sealed record Log(double From, double To, int? Count) : Distribution
{
    public override IReadOnlyList<double> Points => Spacing.Endpoints(Count, From, To, At);
    public override double At(double u) => Spacing.Within(From, To, Math.Exp(Math.Log(From) + (u * (Math.Log(To) - Math.Log(From)))));
}

/// <summary>Whole numbers from <paramref name="From"/> in steps of <paramref name="Step"/>, up to and including <paramref name="To"/>.</summary>
public sealed record Integers(long From, long To, long Step) : Distribution
{
    public override IReadOnlyList<double> Points => [.. Enumerable.Range(0, checked((int)Size)).Select(i => (double)(From + (i * Step)))];
    public override double At(double u) => From + ((long)(u * Size) * Step);

    private long Size => ((To - From) / Step) + 1;
}

file static class Spacing
{
    /// <summary>
    /// Fifteen significant digits of a computed value: the rounding noise of the formula goes (0.1 to 0.5 in five steps is 0.3, not
    /// 0.30000000000000004), and with it the last-digit differences between platforms' exponentials, so that identities, which
    /// are hashes of values, are the same everywhere.
    /// </summary>
    public static double Within(double from, double to, double computed) =>
        Math.Clamp(double.Parse(computed.ToString("E14", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), from, to);

    public static IReadOnlyList<double> Endpoints(int? count, double from, double to, Func<double, double> at) => count switch
    {
        null => [],
        1 => [from],
        { } n => [from, .. Enumerable.Range(1, n - 2).Select(i => at(i / (n - 1.0))), to],
    };
}
