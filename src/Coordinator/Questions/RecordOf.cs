using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>What is known about a sweep's grid, as it stands at one moment? What reports, plots and exports are made from.</summary>
/// <param name="Sweep">Its name; null is the one submitted last.</param>
internal sealed record RecordOf(string? Sweep) : Question<SweepRecord>
{
    public static Task<SweepRecord> Answer(RecordOf question, ISource source, CancellationToken cancellation) =>
        source.Database.Ask(opened => Queries.Record(opened, Queries.Sweep(opened, question.Sweep), source.Live));
}
