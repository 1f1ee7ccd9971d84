using System.Collections.Immutable;
using Sweep.Experiments.Expressions;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Spaces;

/// <summary>
/// The conditions of a search space, read: which parameter is there when, and which points are left out. A parameter whose condition does
/// not hold is absent, and of what is absent no comparison holds.
/// </summary>
internal sealed class SpaceConditions
{
    private readonly Dictionary<string, Condition> whens = [];
    private readonly Dictionary<string, HashSet<string>> named = [];

    /// <param name="exclude">The points that are left out; null where none are.</param>
    /// <exception cref="BadInputException">A condition cannot be read, or conditions need one another.</exception>
    public SpaceConditions(SearchSpace space, string? exclude, Func<string, Place> placeOf)
    {
        foreach (var (name, distribution) in space.Axes)
        {
            if (distribution.When is not { } when)
                continue;
            if (name is ParameterName.Epochs or ParameterName.Seed)
                throw placeOf(name).Error(name, "is there in every trial; leave its when out");
            HashSet<string> names = [];
            var others = ColumnsOf(space.Axes.Where(other => other.Name != name), names);
            whens[name] = Read(when, others, placeOf(name).Subject(name), "when");
            named[name] = names;
        }
        if (exclude is not null)
            Excluded = Read(exclude, ColumnsOf(space.Axes, []), placeOf("exclude").Subject("exclude"), "");
        if (FirstInACircle(space) is { } circular)
            throw placeOf(circular).Error(
                circular,
                $"has a when that depends on {circular} itself, by {string.Join(", ", named[circular])}; let one of them always be there");
    }

    /// <summary>The points that are left out; null where none are.</summary>
    public Condition? Excluded { get; }

    public bool Any => whens.Count > 0;

    /// <summary>Whether the parameter is there, where all those are chosen that its condition names.</summary>
    public bool Holds(string name, IRow point) => !whens.TryGetValue(name, out var when) || when.Holds(point);

    /// <summary>The same axes, those that a condition names before the one that has it; otherwise in their order.</summary>
    public IEnumerable<Axis> InOrder(IEnumerable<Axis> axes)
    {
        var waiting = axes.ToList();
        var placed = new HashSet<string>();
        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(axis => !named.TryGetValue(axis.Name, out var before) || before.All(placed.Contains));
            var axis = waiting[next];
            waiting.RemoveAt(next);
            placed.Add(axis.Name);
            yield return axis;
        }
    }

    private static Condition Read(string text, RowColumns columns, string subject, string key)
    {
        try
        {
            return columns.Condition(text);
        }
        catch (BadInputException problem)
        {
            throw new BadInputException($"{subject}: {(key.Length > 0 ? key + ": " : "")}{problem.Message}");
        }
    }

    private static RowColumns ColumnsOf(IEnumerable<Axis> axes, HashSet<string> named) =>
        new([.. axes.Select(ColumnOf)], column => named.Add(column.Name));

    private static RowColumn ColumnOf(Axis axis)
    {
        var kind = Parameter.Of(axis).Kind;
        return ParameterColumn.Of(axis.Name, ParameterColumn.KindOf(kind), point => ((IPoint)point)[axis.Name]) with
        {
            Words = kind == ParameterKind.Boolean ? ["true", "false"]
                : axis.Distribution is Listed list ? [.. list.Values.Select(value => value.ToString()).Distinct()]
                : null,
        };
    }

    private string? FirstInACircle(SearchSpace space)
    {
        return space.Axes.Select(axis => axis.Name).FirstOrDefault(name => Reaches(name, name, []));

        bool Reaches(string from, string to, HashSet<string> seen) => named.TryGetValue(from, out var next)
            && next.Any(name => name == to || (seen.Add(name) && Reaches(name, to, seen)));
    }
}

/// <summary>A point of a search space, as conditions ask it.</summary>
internal interface IPoint : IRow
{
    /// <summary>Null where the parameter is not there.</summary>
    ParameterValue? this[string name] { get; }
}
