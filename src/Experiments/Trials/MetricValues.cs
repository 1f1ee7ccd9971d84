using System.Collections;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Trials;

/// <summary>
/// Named numbers: what an epoch or a trial measured. Each name once, in the order of <see cref="MetricNames.Compare"/>; not-a-number and
/// the infinities are numbers like others. Two are equal that have the same names with the same numbers.
/// </summary>
[JsonConverter(typeof(MetricValuesJson))]
public sealed class MetricValues : IReadOnlyList<KeyValuePair<string, double>>, IEquatable<MetricValues>
{
    private static readonly ImmutableArray<string> BuiltInNames = [.. MetricNames.BuiltIn];

    // Apart from the numbers, so that all epochs of the built-in network share them.
    private readonly ImmutableArray<string> names;
    private readonly ImmutableArray<double> numbers;

    private MetricValues(ImmutableArray<string> names, ImmutableArray<double> numbers) => (this.names, this.numbers) = (names, numbers);

    public static MetricValues None { get; } = new([], []);

    /// <exception cref="ArgumentException">A name is there twice.</exception>
    public static MetricValues Of(IEnumerable<KeyValuePair<string, double>> values)
    {
        KeyValuePair<string, double>[] sorted = [.. values];
        Array.Sort(sorted, (x, y) => MetricNames.Compare(x.Key, y.Key));
        for (var i = 1; i < sorted.Length; i++)
            if (sorted[i].Key == sorted[i - 1].Key)
                throw new ArgumentException($"The metric {sorted[i].Key} is there twice.", nameof(values));
        var names = sorted.Select(value => value.Key).ToImmutableArray();
        return new(names.AsSpan().SequenceEqual(BuiltInNames.AsSpan()) ? BuiltInNames : names, [.. sorted.Select(value => value.Value)]);
    }

    /// <summary>What the built-in network measures.</summary>
    public static MetricValues Of(double trainLoss, double valLoss, double valAccuracy) =>
        new(BuiltInNames, [trainLoss, valLoss, valAccuracy]);

    /// <param name="names">Those of other values.</param>
    /// <param name="numbers">One for each of them.</param>
    internal static MetricValues Of(ImmutableArray<string> names, ReadOnlySpan<double> numbers) => new(names, [.. numbers]);

    public ImmutableArray<string> Names => names;

    public int Count => names.Length;

    public KeyValuePair<string, double> this[int index] => new(names[index], numbers[index]);

    /// <summary>The number of that name; not a number where there is none.</summary>
    public double this[string name] => Find(name) ?? double.NaN;

    /// <summary>The number of that name; null where there is none.</summary>
    public double? Find(string name) => names.IndexOf(name) is >= 0 and var index ? numbers[index] : null;

    /// <summary>The same with one number more, or with another in its place.</summary>
    public MetricValues With(string name, double number) => names.IndexOf(name) is >= 0 and var index
        ? new(names, numbers.SetItem(index, number))
        : Of([.. this, new(name, number)]);

    /// <summary>Those whose names <paramref name="wanted"/> answers for.</summary>
    public MetricValues Only(Func<string, bool> wanted) =>
        names.All(wanted) ? this : names.Any(wanted) ? Of(this.Where(value => wanted(value.Key))) : None;

    public bool Equals(MetricValues? other) => other is not null
        && names.AsSpan().SequenceEqual(other.names.AsSpan()) && numbers.AsSpan().SequenceEqual(other.numbers.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as MetricValues);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (name, number) in this)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(number);
        }
        return hash.ToHashCode();
    }

    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (var i = 0; i < names.Length; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() =>
        $"{{ {string.Join(", ", this.Select(value => FormattableString.Invariant($"{value.Key} = {value.Value}")))} }}";
}
