using System.Text.RegularExpressions;
using Sweep.Experiments.Expressions;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Programs;

/// <summary>
/// When an epoch of a program has diverged: its objective is not finite, or the condition of its sweep file holds for its metrics. Of what
/// was not measured no comparison holds.
/// </summary>
/// <param name="metric">The objective's; null where none is named.</param>
/// <param name="condition">Over names of metrics and <c>epoch</c>; null where there is none.</param>
/// <exception cref="BadInputException">The condition cannot be read.</exception>
public sealed partial class DivergenceRule(string? metric, string? condition)
{
    private const string Epoch = "epoch";

    private readonly Condition? condition = condition is null ? null : Read(condition);

    public bool Holds(int epoch, IEnumerable<KeyValuePair<string, double>> values)
    {
        var row = new Row(epoch, values.ToDictionary());
        return (metric is not null && row.Values.TryGetValue(metric, out var value) && !double.IsFinite(value))
            || condition?.Holds(row) == true;
    }

    /// <summary>What a program measures is not known beforehand, so whatever may be a metric is one here.</summary>
    private static Condition Read(string text) => new RowColumns(
        [
            new(Epoch, ValueKind.Integer, row => Value.Of((long)((Row)row).Epoch)),
            .. Words().Matches(text).Select(word => word.Value).Where(MetricNames.IsOne).Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(name => new RowColumn(name, ValueKind.Number, row => Value.Of(((Row)row).Find(name)))),
        ]).Condition(text);

    [GeneratedRegex("[A-Za-z][A-Za-z0-9_]*")]
    private static partial Regex Words();

    private sealed record Row(int Epoch, Dictionary<string, double> Values) : IRow
    {
        public IRow? Earlier => null;
        public bool CountsAsMeasured => true;

        /// <summary>Upper and lower case matter in expressions only where two metrics differ in nothing else.</summary>
        public double? Find(string name)
        {
            if (Values.TryGetValue(name, out var value))
                return value;
            var other = Values.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
            return other is null ? null : Values[other];
        }
    }
}
