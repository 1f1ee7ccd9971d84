using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Statistics;

/// <summary>Finds the trial that a person means by the first characters of its id.</summary>
internal static class TrialPrefix
{
    private const int Shown = 3;

    public static TrialRow Find(IReadOnlyList<TrialRow> trials, string prefix)
    {
        var found = trials.Where(t => prefix.Length > 0 && t.Trial.Value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToArray();
        return found switch
        {
            [var trial] => trial,
            [] => throw new BadInputException($"No trial's id begins with '{prefix}'; 'sweep results' lists them."),
            _ => throw new BadInputException(
                $"{found.Length} trials' ids begin with '{prefix}': {string.Join(", ", found.Take(Shown).Select(t => t.Trial))}"
                + $"{(found.Length > Shown ? " …" : "")}; give more characters."),
        };
    }
}
