using System.Collections.Immutable;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>Where did the epochs of a run come from? From the first on; empty where none is recorded.</summary>
internal sealed record OriginsOf(RunId Run) : Question<ImmutableArray<EpochOrigin>>
{
    public static Task<ImmutableArray<EpochOrigin>> Answer(OriginsOf question, ISource source, CancellationToken cancellation) =>
        source.Database.Ask(opened => Queries.Origins(opened, question.Run));
}
