using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Coordinator.Questions;

/// <summary>What does <c>sweep best</c> print of a sweep?</summary>
/// <param name="Sweep">Its name; null is the one submitted last.</param>
internal sealed record BestPageOf(string? Sweep) : Question<BestPage>
{
    public static async Task<BestPage> Answer(BestPageOf question, ISource source, CancellationToken cancellation)
    {
        var (rules, trials, removed) = await source.Recorded(records => Queries.Ranked(records, question.Sweep, source.Live));
        return BestPage.Of(Leaderboards.Best(rules, trials, removed));
    }
}
