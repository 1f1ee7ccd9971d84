using Sweep.Experiments.Expressions;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Planning;

/// <summary>
/// A point of a search space while its values are chosen one by one. Trials that are made of it one after another share what they have in
/// common.
/// </summary>
internal sealed class Point : IPoint
{
    private readonly string[] names;
    private readonly ParameterValue?[] values;
    private readonly int epochs;
    private readonly Dictionary<ulong, ParameterNames> shapes = [];
    private RunParameters? last;

    public Point(SearchSpace space)
    {
        names = [.. space.Axes.Select(axis => axis.Name)];
        Array.Sort(names, ParameterName.Compare);
        values = new ParameterValue?[names.Length];
        epochs = PlaceOf(ParameterName.Epochs);
    }

    public int PlaceOf(string name) => Array.IndexOf(names, name);

    /// <summary>The value at a place; null where the parameter is not there.</summary>
    public ParameterValue? this[int place]
    {
        get => values[place];
        set => values[place] = value;
    }

    public ParameterValue? this[string name] => values[PlaceOf(name)];

    IRow? IRow.Earlier => null;
    bool IRow.CountsAsMeasured => true;

    public Hyperparameters Trial()
    {
        var there = 0UL;
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (i == epochs || values[i] is null)
                continue;
            there |= 1UL << i;
            count++;
        }
        var chosen = new ParameterValue[count];
        for (int i = 0, at = 0; i < values.Length; i++)
            if ((there >> i & 1) != 0)
                chosen[at++] = values[i]!.Value;
        var parameters = new RunParameters(NamesOf(there), chosen);
        last = parameters.Equals(last) ? last : parameters;
        return new(last, (int)values[epochs]!.Value.Whole);
    }

    private ParameterNames NamesOf(ulong there)
    {
        if (!shapes.TryGetValue(there, out var shape))
            shapes.Add(there, shape = ParameterNames.Of([.. names.Where((_, i) => (there >> i & 1) != 0)]));
        return shape;
    }
}
