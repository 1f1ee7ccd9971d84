using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Spaces;

/// <summary>Which names a search space may have.</summary>
internal static class SpaceRules
{
    /// <summary>No program that a person writes has more hyperparameters.</summary>
    public const int MostParameters = 64;

    /// <param name="ofProgram">Whether a person's own program is searched; the built-in network knows five names.</param>
    /// <exception cref="BadInputException">A name is none, or two are too much alike.</exception>
    public static void CheckNames(SearchSpace space, bool ofProgram, Place place)
    {
        if (space.Axes.Length > MostParameters)
            throw place.Error("space", string.Create(CultureInfo.InvariantCulture,
                $"has {space.Axes.Length} hyperparameters, and a sweep has at most {MostParameters}; "
                    + $"fix those that need no search in the program"));
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, _) in space.Axes)
        {
            if (!ofProgram && !ParameterName.Known.Contains(name))
                throw place.Error(name, $"is not known; {NearestWord.Remedy(name, ParameterName.Known).TrimEnd('?')}");
            if (!ParameterName.Known.Contains(name) && ParameterName.Problem(name) is { } problem)
                throw place.Error(name, problem);
            if (!names.TryAdd(name, name))
                throw place.Error(name, $"differs from {names[name]} only in upper and lower case; give one of them another name");
        }
    }
}
