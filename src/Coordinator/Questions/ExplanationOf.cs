using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>Why does a sweep, an agent or a trial stand as it does, and what would have to change?</summary>
/// <param name="Name">The sweep, the agent, or the first characters of the trial's id.</param>
/// <param name="Kind">Which of these it is, where a name could be several.</param>
internal sealed record ExplanationOf(string Name, string? Kind = null) : Question<ExplanationView>
{
    public static readonly IReadOnlyList<string> Kinds = ["sweep", "agent", "trial"];

    public static Task<ExplanationView> Answer(ExplanationOf question, ISource source, CancellationToken cancellation) =>
        source.Explain(question.Name, KindOf(question.Kind), cancellation);

    private static ExplainedKind? KindOf(string? word) => word switch
    {
        null => null,
        "sweep" => ExplainedKind.Sweep,
        "agent" => ExplainedKind.Agent,
        "trial" => ExplainedKind.Trial,
        _ => throw new BadInputException($"kind '{word}' {NearestWord.Unknown(word, Kinds)}."),
    };
}
