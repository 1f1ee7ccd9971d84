using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>What would the submission of the spec come to? It does nothing.</summary>
internal sealed record PreviewOf(SweepSpec Spec) : Question<SubmitView>
{
    public static Task<SubmitView> Answer(PreviewOf question, ISource source, CancellationToken cancellation) =>
        source.Preview(question.Spec, cancellation);
}
