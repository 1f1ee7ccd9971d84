using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>
/// Why sweeps wait, said once for as long as it is the same. Where nothing trains and no sweep knows why, the troubles of agents are the
/// reason: a full disk, on which a slot rests, ends no run.
/// </summary>
internal sealed class WaitingNews
{
    private readonly Dictionary<string, string?> said = [];
    private readonly HashSet<(string Agent, string Trouble)> told = [];

    public IEnumerable<string> Of(WatchedProgress look)
    {
        foreach (var sweep in look.Sweeps)
        {
            if (sweep.Waiting is { } why && said.GetValueOrDefault(sweep.Name) != why)
                yield return why;
            said[sweep.Name] = sweep.Waiting;
        }
        if (look.Running.Count > 0 || look.Sweeps.Any(sweep => sweep.Waiting is not null))
            yield break;
        foreach (var agent in look.Agents)
        {
            if (agent is { State: AgentStatus.Online, Note: { } trouble } && told.Add((agent.Agent, trouble)))
                yield return $"{agent.Agent}: {trouble}";
        }
    }
}
