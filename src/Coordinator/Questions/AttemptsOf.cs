using System.Collections.Immutable;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>Which leases did the runs of a sweep's grid have, oldest first? Those of its record, alone.</summary>
/// <param name="Sweep">Its name; null is the one submitted last.</param>
internal sealed record AttemptsOf(string? Sweep) : Question<ImmutableArray<Attempt>>
{
    public static Task<ImmutableArray<Attempt>> Answer(AttemptsOf question, ISource source, CancellationToken cancellation) =>
        source.Database.Ask(opened => Queries.Attempts(opened, Queries.Sweep(opened, question.Sweep).Spec.Name));
}
