using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>Writes a spec as the sweep file that reads back to it: the provenance of a sweep given by flags.</summary>
public static class SweepFileText
{
    public static string Of(SweepSpec spec)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"name: {spec.Name}\n{WithoutName(spec)}");
        if (spec.Notify is { } notify)
            text.Append(CultureInfo.InvariantCulture, $"notify: {{ {string.Join(", ", Of(notify))} }}\n");
        return text.ToString();
    }

    private static IEnumerable<string> Of(NotifySpec notify)
    {
        if (notify.Command is { } command)
            yield return $"command: {Quoted(command)}";
        if (notify.Webhook is { } webhook)
            yield return $"webhook: {Quoted(webhook)}";
    }

    /// <summary>A JSON text is one of YAML.</summary>
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>Everything that makes the sweep what it is, its name left out.</summary>
    internal static string WithoutName(SweepSpec spec)
    {
        var text = new StringBuilder();
        Line("dataset", Dataset(spec.Dataset));
        Line("model", spec.Model.Name == ModelSpec.Simulated
            ? $"{{ name: {spec.Model.Name}, epochMilliseconds: {Number(spec.Model.EpochMilliseconds)} }}"
            : spec.Model.Name);
        Line("objective", $"{spec.Objective}");
        text.Append("space:\n");
        foreach (var (name, distribution) in spec.Space.Axes)
            Line($"  {name}", Of(distribution));
        if (spec.Exclude is { } exclude)
            Line("exclude", Quoted(exclude));
        Line("sampler", spec.Sampler is RandomSampling random
            ? $"{{ random: {{ trials: {Number(random.Trials)}, seed: {Number(random.Seed)} }} }}"
            : "grid");
        Line("precision", Words.Precisions[(int)spec.Precision]);
        if (spec.Arithmetic is { } arithmetic)
            Line("arithmetic", arithmetic);
        Line("maxAttempts", Number(spec.MaxAttempts));
        Line("sharing", spec.Sharing ? "true" : "false");
        if (spec.CheckpointEvery is { } every)
            Line(CheckpointSection.Key, CheckpointSection.TextOf(every));
        return text.ToString();

        void Line(string key, string value) => text.Append(CultureInfo.InvariantCulture, $"{key}: {value}\n");
    }

    private static string Dataset(DatasetSpec dataset)
    {
        var train = dataset.Train is { } t ? $", train: {Number(t)}" : "";
        var validation = dataset.Validation is { } v ? $", validation: {Number(v)}" : "";
        return train.Length + validation.Length == 0 ? dataset.Name : $"{{ name: {dataset.Name}{train}{validation} }}";
    }

    /// <summary>A distribution as the value of its key.</summary>
    public static string Of(Distribution distribution) => distribution.When is not { } when ? Always(distribution)
        : Always(distribution with { When = null }) is var always && distribution is Choice or Listed
            ? $"{{ values: {always}, when: {Quoted(when)} }}"
            : $"{always[..^2]}, when: {Quoted(when)} }}";

    private static string Always(Distribution distribution) => distribution switch
    {
        Choice { Values: [var only] } => Number(only),
        Listed { Values: [var only] } => Word(only),
        Listed list => $"[{string.Join(", ", list.Values.Select(Word))}]",
        Choice choice => $"[{string.Join(", ", choice.Values.Select(Number))}]",
        Linear r => Range(Ranges.Linear, r.From, r.To, r.Count),
        Log { PerDecade: { } each } r => $"{{ {Ranges.Log}: [{Number(r.From)}, {Number(r.To)}], perDecade: {Number(each)} }}",
        Log r => Range(Ranges.Log, r.From, r.To, r.Count),
        Integers r => $"{{ {Ranges.Integers}: [{Number(r.From)}, {Number(r.To)}], step: {Number(r.Step)} }}",
        _ => throw new ArgumentOutOfRangeException(nameof(distribution)),
    };

    private static string Range(string kind, double from, double to, int? count) =>
        $"{{ {kind}: [{Number(from)}, {Number(to)}]{(count is { } n ? $", count: {Number(n)}" : "")} }}";

    private static string Word(ParameterValue value) => value.Kind == ParameterKind.Text ? Quoted(value.Text) : value.ToString();

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
