using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>How do all sweeps of the home stand, and what is in training?</summary>
internal sealed record StatusNow : Question<StatusView>
{
    public static Task<StatusView> Answer(StatusNow question, ISource source, CancellationToken cancellation) =>
        source.Status(cancellation);
}
