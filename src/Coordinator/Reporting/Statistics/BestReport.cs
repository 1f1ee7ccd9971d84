using System.Collections.Immutable;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Statistics;

/// <summary>Which configuration is best, how sure that is and where to look next.</summary>
/// <param name="Single">The best single trial: the same answer as <c>best --json</c>.</param>
/// <param name="SingleTrial">Its row; null while no trial has completed.</param>
/// <param name="Standings">The winner first, then the others from best to worst mean; configurations of which a seed diverged come after all others.</param>
/// <param name="Edges">Sentences about hyperparameters whose best value is at the edge of those tried.</param>
/// <param name="Notes">Sentences about what the comparison rests on and what it lacks.</param>
internal sealed record BestReport(
    BestView Single,
    TrialRow? SingleTrial,
    Objective Objective,
    ImmutableArray<Standing> Standings,
    ImmutableArray<string> Edges,
    ImmutableArray<string> Notes)
{
    /// <summary>Null while no trial has completed.</summary>
    public Standing? Winner => Standings.FirstOrDefault();

    public IEnumerable<Standing> Tied => Standings.Where(s => s.Verdict == Verdict.Tied);

    /// <summary>The best single trial is a lucky seed of a configuration that is not the best on average.</summary>
    public bool SingleIsOfAnotherConfiguration =>
        Winner is not null && SingleTrial is not null && Winner.Configuration != Configuration.Of(SingleTrial);
}
