using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>How does one sweep stand?</summary>
/// <param name="Sweep">Its name; null is the one submitted last.</param>
internal sealed record SweepOf(string? Sweep) : Question<SweepView>
{
    public static Task<SweepView> Answer(SweepOf question, ISource source, CancellationToken cancellation) =>
        source.Recorded(records => Queries.View(records, Queries.Sweep(records, question.Sweep), source.Live));
}
