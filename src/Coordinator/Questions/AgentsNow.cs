using System.Collections.Immutable;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>Which agents are there, and what do their slots do?</summary>
internal sealed record AgentsNow : Question<ImmutableArray<AgentView>>
{
    public static Task<ImmutableArray<AgentView>> Answer(AgentsNow question, ISource source, CancellationToken cancellation) =>
        source.Agents(cancellation);
}
