using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>
/// What is a ranking made from? The sweep's grid with all trials as it stands at one moment, without curves and attempts.
/// </summary>
/// <param name="Sweep">Its name; null is the one submitted last.</param>
internal sealed record RankingOf(string? Sweep) : Question<SweepRecord>
{
    public static Task<SweepRecord> Answer(RankingOf question, ISource source, CancellationToken cancellation) =>
        source.Recorded(records => Queries.Ranking(records, Queries.Sweep(records, question.Sweep), source.Live));
}
