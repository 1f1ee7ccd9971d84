using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>Which configuration is best, how sure that is and where to look next.</summary>
/// <param name="Best">The winner and the best single trial, in short.</param>
/// <param name="BestSeed">The trial that <c>best</c> means where a command takes one: the winner's best seed; null while no trial has
/// completed.</param>
/// <param name="SingleTrial">The best single trial, which may belong to another configuration; null while no trial has completed.</param>
/// <param name="Standings">The winner first, then the others from best to worst mean; configurations of which a seed diverged come after
/// all others.</param>
/// <param name="Edges">Sentences about hyperparameters whose best value is at the edge of those tried, and about what was removed.</param>
/// <param name="Notes">Sentences about what the comparison rests on and what it lacks.</param>
internal sealed record BestReport(
    BestView Best,
    TrialRow? BestSeed,
    TrialRow? SingleTrial,
    Objective Objective,
    ImmutableArray<Standing> Standings,
    ImmutableArray<string> Edges,
    ImmutableArray<string> Notes)
{
    /// <summary>Null while no trial has completed.</summary>
    public Standing? Winner => Standings.FirstOrDefault();

    public IEnumerable<Standing> Tied => Standings.Where(s => s.Verdict == Verdict.Tied);

    /// <summary>How fine the comparison is; null where nothing was compared.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>How much each hyperparameter explains; null while nothing can be told.</summary>
    public ParameterImportance? Importance { get; init; }

    public required Cost Cost { get; init; }

    /// <summary>The best single trial is a lucky seed of a configuration that is not the best on average.</summary>
    public bool SingleIsOfAnotherConfiguration =>
        Winner is not null && SingleTrial is not null && Winner.Configuration != Configuration.Of(SingleTrial);
}
