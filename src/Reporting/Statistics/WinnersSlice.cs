using System.Collections.Immutable;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>The trials in which some hyperparameters vary while all others are as the winner has them.</summary>
/// <param name="Trials">In the grid's order.</param>
/// <param name="Others">What the winner has of the hyperparameters that vary in the sweep and not here.</param>
internal sealed record WinnersSlice(ImmutableArray<TrialRow> Trials, ImmutableArray<KeyValuePair<string, ParameterValue>> Others)
{
    /// <summary>
    /// Seeds are in it all, unless the seed is one of those that are fixed. A hyperparameter that the winner or a trial does not have keeps
    /// no trial out: it is there only with other values of those that vary.
    /// </summary>
    /// <param name="free">Names that may vary.</param>
    /// <returns>Null while there is no winner.</returns>
    public static WinnersSlice? Through(SweepRecord sweep, params string[] free)
    {
        if (Leaderboard.Winner(sweep.Spec.Objective, sweep.Trials) is not { } winner)
            return null;
        string[] others =
            [.. ParameterImportance.NamesThatVary(sweep.Trials).Where(name => name != ParameterName.Seed && !free.Contains(name))];
        ImmutableArray<KeyValuePair<string, ParameterValue>> held =
            [.. others.Where(name => winner.Configuration[name] is not null)
                .Select(name => KeyValuePair.Create(name, winner.Configuration[name]!.Value))];
        return new(
            [.. sweep.Trials.Where(trial => held.All(other =>
                trial.Hyperparameters[other.Key] is not { } value || value == other.Value))],
            held);
    }

    /// <summary>What a caption says of the others; empty where there are none.</summary>
    /// <param name="most">How many are named; of more only the number is told.</param>
    public string Words(int most = 3) => Others.Length == 0 ? ""
        : Others.Length > most ? $", at the winner's values of the other {Others.Length}"
        : $", at the winner's {string.Join(", ", Others.Select(other => $"{other.Key} {Numbers.Short(other.Value)}"))}";
}
