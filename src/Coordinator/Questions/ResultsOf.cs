using System.Collections.Immutable;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>What has become of the trials of a sweep's grid? In the grid's order.</summary>
/// <param name="Sweep">Its name; null is the one submitted last.</param>
internal sealed record ResultsOf(string? Sweep) : Question<ImmutableArray<TrialRow>>
{
    public static Task<ImmutableArray<TrialRow>> Answer(ResultsOf question, ISource source, CancellationToken cancellation) =>
        source.Recorded(records => Queries.AsSeen(Queries.Grid(records, Queries.Sweep(records, question.Sweep).Spec.Name), source.Live));
}
