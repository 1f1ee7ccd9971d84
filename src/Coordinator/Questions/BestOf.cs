using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>Which configuration of a sweep wins, and which single trial is best?</summary>
/// <param name="Sweep">Its name; null is the one submitted last.</param>
internal sealed record BestOf(string? Sweep) : Question<BestView>
{
    public static async Task<BestView> Answer(BestOf question, ISource source, CancellationToken cancellation) =>
        (await SweepOf.Answer(new(question.Sweep), source, cancellation)).Best;
}
