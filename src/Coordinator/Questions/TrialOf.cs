using Sweep.Coordinator.Storage;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>
/// What is known about one trial? Its sweep's record, of which the trials, the curve and the attempts are those of the run that trains it:
/// as little for a sweep of a hundred thousand trials as for one of ten.
/// </summary>
internal sealed record TrialOf(TrialId Trial) : Question<SweepRecord>
{
    public static Task<SweepRecord> Answer(TrialOf question, ISource source, CancellationToken cancellation) =>
        source.Database.Ask(opened => Queries.OfTrial(opened, question.Trial, source.Live));
}
