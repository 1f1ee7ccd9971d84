using System.Text.Json;
using Sweep.Experiments.Expressions;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Exports;

/// <summary>
/// The search space in Optuna's words. Every number is a range that holds all values of the file and of the trials; learning rates are
/// logarithmic always, others where the file says so. Texts, true and false are categories.
/// </summary>
internal sealed class OptunaSpace
{
    private readonly (string Name, string Distribution, Action<Utf8JsonWriter, TrialRow> Write)[] parameters;

    private OptunaSpace((string, string, Action<Utf8JsonWriter, TrialRow>)[] parameters) => this.parameters = parameters;

    public static OptunaSpace Of(SweepRecord sweep) => new(
        [.. TrialColumns.Of(sweep).Parameters.Select(column => Of(sweep, column, sweep.Spec.Space[column.Name] ?? new Choice([])))]);

    /// <summary>The trial's values and their distributions, as fields of the line that creates it.</summary>
    public void Write(Utf8JsonWriter json, TrialRow trial)
    {
        var there = parameters.Where(parameter => trial.Hyperparameters[parameter.Name] is not null).ToList();
        json.WriteStartObject("distributions");
        foreach (var (name, distribution, _) in there)
            json.WriteString(name, distribution);
        json.WriteEndObject();
        json.WriteStartObject("params");
        foreach (var (_, _, write) in there)
            write(json, trial);
        json.WriteEndObject();
    }

    private static (string, string, Action<Utf8JsonWriter, TrialRow>) Of(SweepRecord sweep, RowColumn column, Distribution distribution)
    {
        ParameterValue[] tried = [.. sweep.Trials.Select(trial => trial.Hyperparameters[column.Name]).OfType<ParameterValue>()];
        return column.Kind switch
        {
            ValueKind.Number => Real(column.Name, distribution, tried),
            ValueKind.Integer => Whole(column.Name, distribution, tried),
            _ => Category(column.Name, distribution, tried),
        };
    }

    private static (string, string, Action<Utf8JsonWriter, TrialRow>) Real(string name, Distribution distribution, ParameterValue[] tried)
    {
        double[] all = [.. Values(distribution), .. tried.Select(value => value.Number)];
        var log = name == ParameterName.LearningRate || distribution is Log;
        var attributes = new { step = (double?)null, low = all.Min(), high = all.Max(), log };
        return (
            name, JsonSerializer.Serialize(new { name = "FloatDistribution", attributes }),
            (json, trial) => json.WriteNumber(name, trial.Hyperparameters[name]!.Value.Number));
    }

    private static (string, string, Action<Utf8JsonWriter, TrialRow>) Whole(string name, Distribution distribution, ParameterValue[] tried)
    {
        long[] all = [.. Values(distribution).Select(v => (long)v), .. tried.Select(value => value.Whole)];
        var attributes = new { log = distribution is Log, step = 1, low = all.Min(), high = all.Max() };
        return (
            name, JsonSerializer.Serialize(new { name = "IntDistribution", attributes }),
            (json, trial) => json.WriteNumber(name, trial.Hyperparameters[name]!.Value.Whole));
    }

    /// <summary>In Optuna a trial has the number of its choice.</summary>
    private static (string, string, Action<Utf8JsonWriter, TrialRow>) Category(
        string name, Distribution distribution, ParameterValue[] tried)
    {
        ParameterValue[] choices = [.. (distribution is Listed list ? list.Values : []).Concat(tried).Distinct()];
        return (
            name, JsonSerializer.Serialize(new { name = "CategoricalDistribution", attributes = new { choices } }),
            (json, trial) => json.WriteNumber(name, Array.IndexOf(choices, trial.Hyperparameters[name]!.Value)));
    }

    private static IEnumerable<double> Values(Distribution distribution) => distribution switch
    {
        Linear range => [range.From, range.To],
        Log range => [range.From, range.To],
        _ => distribution.Points,
    };
}
