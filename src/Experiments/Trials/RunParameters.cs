using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Sweep.Files;

namespace Sweep.Experiments.Trials;

/// <summary>
/// The hyperparameters of a run: those of its trials without the epochs. Named values in a fixed order: lr, weightDecay, batchSize and seed
/// where they are there, then the others by their characters' codes. The seed is always there; a conditional one that does not hold is not.
/// </summary>
[JsonConverter(typeof(RunParametersJson))]
public sealed class RunParameters : IEquatable<RunParameters>
{
    private readonly ParameterNames names;
    private readonly ParameterValue[] values;

    /// <param name="names">As many as <paramref name="values"/>, which are not changed afterwards.</param>
    internal RunParameters(ParameterNames names, ParameterValue[] values) => (this.names, this.values) = (names, values);

    /// <summary>Those of the built-in network.</summary>
    /// <param name="learningRate">AdamW's step size, greater than zero.</param>
    /// <param name="weightDecay">AdamW's decoupled weight decay, zero or more.</param>
    /// <param name="batchSize">Images in a training batch; validation uses twice as many.</param>
    /// <param name="seed">Seed of the initialisation and of every epoch's shuffle.</param>
    public RunParameters(double learningRate, double weightDecay, int batchSize, long seed)
        : this(
            ParameterNames.BuiltIn,
            [ParameterValue.Of(learningRate), ParameterValue.Of(weightDecay), ParameterValue.Of((long)batchSize), ParameterValue.Of(seed)])
    {
    }

    /// <summary>Values in any order, each name once, without the epochs.</summary>
    public static RunParameters Of(IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        KeyValuePair<string, ParameterValue>[] ordered = [.. values];
        Array.Sort(ordered, (left, right) => ParameterName.Compare(left.Key, right.Key));
        return new(
            ParameterNames.Of([.. ordered.Select(value => value.Key)]), [.. ordered.Select(value => value.Value)]);
    }

    /// <summary>What <see cref="Values"/> of others gave, in the order in which it did.</summary>
    /// <param name="names">As many as <paramref name="values"/>, which are not changed afterwards.</param>
    internal static RunParameters InOrder(string[] names, ParameterValue[] values) => new(ParameterNames.Of(names), values);

    /// <summary>Not a number where there is none.</summary>
    public double LearningRate => NumberAt(names.LearningRate);

    /// <summary>Not a number where there is none.</summary>
    public double WeightDecay => NumberAt(names.WeightDecay);

    /// <summary>0 where there is none.</summary>
    public int BatchSize => (int)IntegerAt(names.BatchSize);

    public long Seed => IntegerAt(names.Seed);

    /// <summary>Null where there is none of that name.</summary>
    public ParameterValue? this[string name] => names.IndexOf(name) is >= 0 and var i ? values[i] : null;

    public IReadOnlyList<string> Names => names.All;

    public IEnumerable<KeyValuePair<string, ParameterValue>> Values => names.All.Select((name, i) => KeyValuePair.Create(name, values[i]));

    /// <summary>Whether they are those of the built-in network, each of them and no other.</summary>
    public bool IsOfNetwork => ReferenceEquals(names, ParameterNames.BuiltIn);

    /// <summary>Those that the built-in network does not have.</summary>
    public IEnumerable<KeyValuePair<string, ParameterValue>> Others => Values.Where(value => !ParameterName.Known.Contains(value.Key));

    /// <summary>Fixed order, invariant culture, shortest round-trip numbers.</summary>
    public string Canonical
    {
        get
        {
            var text = new StringBuilder();
            for (var i = 0; i < values.Length; i++)
                text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? " " : "")}{names.All[i]}={values[i].Canonical}");
            return text.ToString();
        }
    }

    public Hyperparameters For(int epochs) => new(this, epochs);

    /// <summary>The same with another value of that name, or without any where it is null.</summary>
    public RunParameters With(string name, ParameterValue? value)
    {
        var others = Values.Where(known => known.Key != name);
        return Of(value is { } given ? others.Append(KeyValuePair.Create(name, given)) : others);
    }

    /// <summary>The run that trains these parameters for every trial of <paramref name="sweep"/> that shares them.</summary>
    public RunId RunOf(string sweep) => new(IdentityOf(sweep, Canonical));

    /// <summary>The run that trains one trial alone, where prefix sharing is switched off.</summary>
    public RunId RunAlone(string sweep, int epochs) => new(IdentityOf(sweep, $"alone {For(epochs).Canonical}"));

    internal static string IdentityOf(string sweep, string canonical) => Sha256Name.Of($"{sweep}\n{canonical}")[..16];

    public bool Equals(RunParameters? other) => ReferenceEquals(this, other)
        || (other is not null && names.IsSameAs(other.names) && values.AsSpan().SequenceEqual(other.values));

    public override bool Equals(object? obj) => Equals(obj as RunParameters);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>Whether they are equal, whatever the seeds are.</summary>
    public bool IsSameButForTheSeed(RunParameters other)
    {
        if (!names.IsSameAs(other.names))
            return false;
        for (var i = 0; i < values.Length; i++)
            if (i != names.Seed && values[i] != other.values[i])
                return false;
        return true;
    }

    /// <summary>Equal where <see cref="IsSameButForTheSeed"/> is true.</summary>
    public int HashWithoutTheSeed()
    {
        var hash = new HashCode();
        for (var i = 0; i < values.Length; i++)
            if (i != names.Seed)
                hash.Add(values[i]);
        return hash.ToHashCode();
    }

    public static bool operator ==(RunParameters? left, RunParameters? right) => left?.Equals(right) ?? right is null;
    public static bool operator !=(RunParameters? left, RunParameters? right) => !(left == right);

    public override string ToString() => Canonical;

    private double NumberAt(int place) => place >= 0 ? values[place].Number : double.NaN;
    private long IntegerAt(int place) => place >= 0 ? values[place].Whole : 0;
}
