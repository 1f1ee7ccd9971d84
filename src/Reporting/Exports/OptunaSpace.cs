using System.Text.Json;
using Sweep.Experiments.Spaces;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>
/// The search space in Optuna's words. Every hyperparameter is a range that holds all values of the file and of the trials;
/// learning rates are logarithmic always, others where the file says so.
/// </summary>
internal sealed class OptunaSpace
{
    private readonly (string Name, string Distribution, Action<Utf8JsonWriter, TrialRow> Write)[] parameters;

    private OptunaSpace((string, string, Action<Utf8JsonWriter, TrialRow>)[] parameters) => this.parameters = parameters;

    public static OptunaSpace Of(SweepRecord sweep)
    {
        var space = sweep.Spec.Space;
        return new(
        [
            Real(sweep, "lr", space.LearningRate, t => t.LearningRate, log: true),
            Whole(sweep, "epochs", space.Epochs, t => t.Epochs),
            Real(sweep, "weightDecay", space.WeightDecay, t => t.WeightDecay, log: space.WeightDecay is Log),
            Whole(sweep, "batchSize", space.BatchSize, t => t.BatchSize),
            Whole(sweep, "seed", space.Seed, t => t.Seed),
        ]);
    }

    /// <summary>The trial's values and their distributions, as fields of the line that creates it.</summary>
    public void Write(Utf8JsonWriter json, TrialRow trial)
    {
        json.WriteStartObject("distributions");
        foreach (var (name, distribution, _) in parameters)
            json.WriteString(name, distribution);
        json.WriteEndObject();
        json.WriteStartObject("params");
        foreach (var (_, _, write) in parameters)
            write(json, trial);
        json.WriteEndObject();
    }

    private static (string, string, Action<Utf8JsonWriter, TrialRow>) Real(
        SweepRecord sweep, string name, Distribution distribution, Func<TrialRow, double> value, bool log)
    {
        double[] all = [.. Values(distribution), .. sweep.Trials.Select(value)];
        var attributes = new { step = (double?)null, low = all.Min(), high = all.Max(), log };
        return (
            name, JsonSerializer.Serialize(new { name = "FloatDistribution", attributes }), (json, t) => json.WriteNumber(name, value(t)));
    }

    private static (string, string, Action<Utf8JsonWriter, TrialRow>) Whole(
        SweepRecord sweep, string name, Distribution distribution, Func<TrialRow, long> value)
    {
        long[] all = [.. Values(distribution).Select(v => (long)v), .. sweep.Trials.Select(value)];
        var attributes = new { log = distribution is Log, step = 1, low = all.Min(), high = all.Max() };
        return (
            name, JsonSerializer.Serialize(new { name = "IntDistribution", attributes }), (json, t) => json.WriteNumber(name, value(t)));
    }

    private static IEnumerable<double> Values(Distribution distribution) => distribution switch
    {
        Linear range => [range.From, range.To],
        Log range => [range.From, range.To],
        _ => distribution.Points,
    };
}
