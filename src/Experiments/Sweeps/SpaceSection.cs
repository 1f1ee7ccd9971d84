using Sweep.Experiments.Spaces;

namespace Sweep.Experiments.Sweeps;

/// <summary>Reads the <c>space</c> of a sweep file.</summary>
internal static class SpaceSection
{
    public static SearchSpace Read(YamlSection file, Sampler sampler)
    {
        const string Example = "space: { lr: [1e-3, 3e-3], epochs: 3 }";
        var node = file.Require("space", Example);
        if (node is not YamlMap map)
            throw file.Wrong("space", node, $"write for instance {Example}");
        var section = YamlSection.Of(file.File, "space", map, [.. Parameter.All.Select(p => p.Key)]);
        section.Require("lr", "lr: { log: [1e-4, 1e-2], count: 5 }");
        section.Require("epochs", "epochs: [1, 3]");
        return Parameter.SpaceOf(Of);

        Distribution Of(Parameter parameter)
        {
            if (section.Find(parameter.Key) is not { } value)
                return new Choice([parameter.Otherwise!.Value]);
            var distribution = Distribution(section, parameter, value);
            if (sampler is GridSampling)
                Ranges.RequirePoints(parameter, distribution, section.At(value));
            return distribution;
        }
    }

    private static Distribution Distribution(YamlSection section, Parameter parameter, YamlNode node) => node switch
    {
        YamlScalar => new Choice([Number(section, parameter, node)]),
        YamlList { Items.Count: > 0 } list => new Choice([.. list.Items.Select(item => Number(section, parameter, item))]),
        YamlList => throw section.At(node).Error(parameter.Key, $"is an empty list; {parameter.Remedy(section.At(node))}"),
        YamlMap map => Range(section, parameter, map),
        _ => throw section.Wrong(parameter.Key, node, parameter.Remedy(section.At(node))),
    };

    private static double Number(YamlSection section, Parameter parameter, YamlNode node) =>
        parameter.Read(section.NumberText(parameter.Key, node, parameter.Remedy(section.At(node))), section.At(node));

    private static Distribution Range(YamlSection section, Parameter parameter, YamlMap map)
    {
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
