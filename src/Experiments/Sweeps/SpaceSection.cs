using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>Reads the <c>space</c> of a sweep file.</summary>
internal static class SpaceSection
{
    private const string Values = "values", When = "when";

    /// <param name="ofProgram">Whether a person's own program is searched, which names its parameters itself.</param>
    public static SearchSpace Read(YamlSection file, Sampler sampler, bool ofProgram)
    {
        const string Example = "space: { lr: [1e-3, 3e-3], epochs: 3 }";
        var node = file.Require("space", Example);
        if (node is not YamlMap map)
            throw file.Wrong("space", node, $"write for instance {Example}");
        return ofProgram ? OfProgram(file, map, sampler) : OfNetwork(file, map, sampler);
    }

    /// <summary>The points that are left out: one condition, or several of which any leaves a point out.</summary>
    public static string? Exclude(YamlSection file, SearchSpace space)
    {
        const string Remedy = "write for instance exclude: 'lr > 1e-2 and width = 64'";
        if (file.Find("exclude") is not { } node)
            return null;
        IReadOnlyList<YamlNode> items = node is YamlList { Items.Count: > 0 } list ? list.Items : [node];
        var texts = items.Select(item => file.Text("exclude", item, Remedy)).ToList();
        foreach (var (item, text) in items.Zip(texts))
            _ = new SpaceConditions(space, text, _ => file.At(item));
        return texts is [var only] ? only : string.Join(" or ", texts.Select(text => $"({text})"));
    }

    private static SearchSpace OfNetwork(YamlSection file, YamlMap map, Sampler sampler)
    {
        var section = YamlSection.Of(file.File, "space", map, [.. ParameterName.Known]);
        section.Require("lr", "lr: { log: [1e-4, 1e-2], count: 5 }");
        section.Require("epochs", "epochs: [1, 3]");
        return SearchSpace.Of(Parameter.Known.Select(parameter => new Axis(
            parameter.Key,
            section.Find(parameter.Key) is { } value
                ? Distribution(section, parameter.Key, value, sampler, ofProgram: false)
                : new Choice([parameter.Otherwise!.Value]))));
    }

    /// <summary>What <c>--set</c> says of the built-in network's hyperparameters where there is no file.</summary>
    public static IReadOnlyList<Axis> OfNetwork(IReadOnlyList<SpaceChange> changes)
    {
        var map = new YamlMap(0, [.. changes.Select(change => new YamlEntry(change.Name, 0, change.ValueFor(null)))]);
        var section = YamlSection.Of("", "space", map, [.. ParameterName.Known]);
        return [.. map.Entries.Select(entry =>
            new Axis(entry.Key, Distribution(section, entry.Key, entry.Value, new GridSampling(), ofProgram: false)))];
    }

    private static SearchSpace OfProgram(YamlSection file, YamlMap map, Sampler sampler)
    {
        var section = new YamlSection(file.File, "space", map);
        foreach (var entry in map.Entries)
            if (!ParameterName.Known.Contains(entry.Key) && ParameterName.Problem(entry.Key) is { } problem)
                throw section.At(entry).Error("space", Texts.Plain(entry.Key), problem);
        var written = map.Entries.Select(entry =>
            new Axis(entry.Key, Distribution(section, entry.Key, entry.Value, sampler, ofProgram: true)));
        var unwritten = Parameter.Known.Where(parameter => parameter.WithinProgram is not null && section.Find(parameter.Key) is null)
            .Select(parameter => new Axis(parameter.Key, new Choice([parameter.WithinProgram!.Value])));
        var space = SearchSpace.Of(written.Concat(unwritten));
        SpaceRules.CheckNames(space, ofProgram: true, section.At(map));
        _ = new SpaceConditions(space, exclude: null, name => section.At(section.Find(name) ?? map));
        return space;
    }

    private static Distribution Distribution(YamlSection section, string name, YamlNode node, Sampler sampler, bool ofProgram)
    {
        var distribution = node switch
        {
            YamlScalar => List(section, name, node, [node]),
            YamlList { Items.Count: > 0 } list => List(section, name, node, list.Items),
            YamlList => throw section.At(node).Error(
                name, $"is an empty list; {Parameter.Of(name, ParameterKind.Number).Remedy(section.At(node))}"),
            YamlMap map when ofProgram => Conditional(section, name, map),
            YamlMap map => Range(section, name, map),
            _ => throw new InvalidOperationException(),
        };
        if (sampler is GridSampling)
            Ranges.RequirePoints(Parameter.Of(new(name, distribution)), distribution, section.At(node));
        return distribution;
    }

    /// <summary>A range or a list of values, with or without the condition under which the parameter is there.</summary>
    private static Distribution Conditional(YamlSection section, string name, YamlMap map)
    {
        var when = map.Entries.FirstOrDefault(entry => entry.Key == When)?.Value;
        var condition = when is null ? null : section.Text($"{name}.{When}", when, "write for instance when: optimizer = sgd");
        var others = map with { Entries = [.. map.Entries.Where(entry => entry.Key != When)] };
        if (others.Entries is not [{ Key: Values, Value: var values }])
        {
            if (others.Entries.FirstOrDefault(entry => entry.Key == Values) is { } mixed)
                throw section.At(mixed).Error(name, "has values and something else; keep one of them");
            return Range(section, name, others) with { When = condition };
        }
        if (values is YamlList { Items.Count: 0 } or YamlMap)
            throw section.Wrong($"{name}.{Values}", values, "write for instance values: [0.8, 0.9]");
        return List(section, name, values, values is YamlList list ? list.Items : [values]) with { When = condition };
    }

    /// <summary>Numbers, or for a parameter that is declared by its values also texts, or true and false: all of one kind.</summary>
    private static Distribution List(YamlSection section, string name, YamlNode at, IReadOnlyList<YamlNode> items)
    {
        if (ParameterName.Known.Contains(name) || items.All(IsNumber))
        {
            // The rule of whole numbers is for the known ones only: a declared one is what its values are.
            var parameter = Parameter.Of(name, ParameterKind.Number);
            return new Choice([.. items.Select(item => Number(section, parameter, item))]);
        }
        if (items.FirstOrDefault(item => item is not YamlScalar { IsNothing: false }) is { } wrong)
            throw section.Wrong(name, wrong, $"write for instance {section.At(at).Assignment(name, "one", "another")}");
        if (items.FirstOrDefault(item => IsNumber(item) != IsNumber(items[0]) || IsSwitch(item) != IsSwitch(items[0])) is { } other)
            throw section.At(other).Error(name, ((YamlScalar)other).Text,
                $"is of another kind than '{((YamlScalar)items[0]).Text}'; write only numbers, only true and false, or only text (a number "
                    + "that is meant as text in quotes)");
        var values = items.Cast<YamlScalar>().Select(item =>
            IsSwitch(item) ? ParameterValue.Of(item.Text == "true") : ParameterValue.Of(Bare(section, name, item))).ToList();
        var list = new Listed(values);
        Ranges.Check(Parameter.Of(new(name, list)), list, section.At(at));
        return list;
    }

    /// <summary>What looks like a number and is none of ours is a mistake more often than a text.</summary>
    private static string Bare(YamlSection section, string name, YamlScalar item) =>
        !item.Quoted && item.Text.Length > 0 && (char.IsAsciiDigit(item.Text[0]) || Spaces.NumberText.IsNotFinite(item.Text))
            && Spaces.NumberText.Problem(item.Text, out _) is { } problem
            ? throw section.At(item).Error(name, item.Text, $"{problem}; if it is meant as text, write it in quotes")
            : item.Text;

    private static bool IsNumber(YamlNode node) =>
        node is YamlScalar { Quoted: false } scalar && Spaces.NumberText.Problem(scalar.Text, out _) is null;

    private static bool IsSwitch(YamlNode node) => node is YamlScalar { Quoted: false, Text: "true" or "false" };

    private static double Number(YamlSection section, Parameter parameter, YamlNode node) =>
        parameter.Read(section.NumberText(parameter.Key, node, parameter.Remedy(section.At(node))), section.At(node));

    private static Distribution Range(YamlSection section, string name, YamlMap map)
    {
        var parameter = Parameter.Of(name, ParameterKind.Number);
        var place = section.At(map);
        var range = YamlSection.Of(
            section.File, parameter.Key, map, Ranges.Linear, Ranges.Log, Ranges.Integers, "count", "perDecade", "step");
        var kinds = Ranges.Kinds.Where(kind => range.Find(kind) is not null).ToList();
        if (kinds.Count != 1)
        {
            throw place.Error(parameter.Key, kinds.Count == 0
                ? $"names no kind of range; write for instance {place.Range(Ranges.Log, "1e-4", "1e-2", "5")}"
                : $"names {string.Join(" and ", kinds)} at once; keep one of them");
        }
        var kind = kinds[0];
        var (tailKey, otherKey) = kind == Ranges.Integers ? ("step", "count") : ("count", "step");
        if (range.Find(otherKey) is { } misplaced)
            throw section.At(misplaced).Error(parameter.Key,
                $"has a {otherKey}, which a range of {kind} does not take; write {tailKey} or leave it out");
        var perDecade = range.Find("perDecade");
        if (perDecade is not null && (kind != Ranges.Log || range.Find("count") is not null))
        {
            throw section.At(perDecade).Error(parameter.Key, kind == Ranges.Log
                ? "has both count and perDecade; keep one of them"
                : $"has a perDecade, which a range of {kind} does not take; write {tailKey} or leave it out");
        }
        if (range.Find(kind) is not YamlList { Items: [var from, var to] })
            throw section.At(range.Find(kind)!).Error(parameter.Key,
                $"needs exactly two ends for {kind}; write for instance {place.Range(kind, "1", "10", "2")}");
        var tail = range.Find(tailKey);
        return Ranges.Read(
            parameter, kind, Text(from), Text(to), tail is null ? null : Text(tail), section.At(from), section.At(tail ?? perDecade ?? map),
            perDecade is null ? null : Text(perDecade));

        string Text(YamlNode node) => section.NumberText(parameter.Key, node, parameter.Remedy(section.At(node)));
    }
}
