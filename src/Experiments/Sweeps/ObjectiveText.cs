using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>The objective as a person writes it, in a sweep file and as an option.</summary>
internal static class ObjectiveText
{
    private const string Maximize = "maximize";
    private const string Minimize = "minimize";

    /// <summary><c>valLoss</c>, or <c>{ maximize: f1 }</c>.</summary>
    public static Objective Read(YamlSection file, YamlNode node)
    {
        if (node is not YamlMap map)
            return OfWord(
                file.Text("objective", node, "write valAccuracy or valLoss or { maximize: f1 }"), file.At(node), "{ maximize: f1 }");
        var section = YamlSection.Of(file.File, "objective", map, Maximize, Minimize);
        var (up, down) = (section.Find(Maximize), section.Find(Minimize));
        if (up is null == down is null)
            throw file.At(node).Error(
                "objective", "names one metric and its direction; write { maximize: f1 } or { minimize: perplexity }");
        var named = up ?? down!;
        var key = up is null ? Minimize : Maximize;
        var metric = section.Text($"objective.{key}", named, $"write for instance {key}: f1");
        return new(Metric(metric, section.At(named)), up is not null);
    }

    /// <summary><c>valLoss</c>, or <c>max:f1</c>.</summary>
    public static Objective Read(string text, Place place)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return OfWord(text, place, "max:f1");
        return text[..colon] switch
        {
            "max" or Maximize => new(Metric(text[(colon + 1)..], place), true),
            "min" or Minimize => new(Metric(text[(colon + 1)..], place), false),
            var direction => throw place.Error(
                "objective", Texts.Plain(text),
                $"has the direction '{Texts.Plain(direction)}'; write for instance max:f1 or min:perplexity"),
        };
    }

    /// <exception cref="BadInputException">No metric has such a name.</exception>
    public static void Check(Objective objective, Place place) => Metric(objective.Metric, place);

    private static string Metric(string name, Place place) => MetricNames.IsOne(name)
        ? name
        : throw place.Error("objective", Texts.Plain(name), $"is no metric's name, which {MetricNames.Rule}");

    private static Objective OfWord(string word, Place place, string otherwise) =>
        Objective.Known.FirstOrDefault(known => known.Metric == word)
        ?? throw place.Error(
            "objective", Texts.Plain(word),
            $"{NearestWord.Unknown(Texts.Plain(word), [.. Objective.Known.Select(known => known.Metric)])}; "
                + $"any other metric is named with its direction, for instance {otherwise}");
}
