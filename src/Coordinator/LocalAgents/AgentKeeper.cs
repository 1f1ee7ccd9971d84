using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.LocalAgents;

/// <summary>Keeps one local agent alive while a sweep trains.</summary>
/// <param name="up">Completes when the coordinator answers: an agent that has started before then waits for that.</param>
internal sealed class AgentKeeper(LocalAgentOrder order, Task up, Action<string> say, TimeProvider clock)
{
    private readonly RestartPolicy policy = new();

    /// <summary>Starts the agent, and again whenever it dies, until <paramref name="stop"/>; then ends it.</summary>
    /// <param name="stop">Ends the agent in good order.</param>
    /// <param name="kill">Ends it at once.</param>
    /// <exception cref="LocalAgentGaveUpException">Starting it again would end the same way.</exception>
    public async Task Keep(CancellationToken stop, CancellationToken kill)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var agent = LocalAgent.Start(order, up);
            var started = clock.GetTimestamp();
            await agent.Ended(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                await End(agent, kill);
            else
                Mourn(agent, clock.GetElapsedTime(started));
        }
    }

    /// <summary>One that has not been told of a coordinator has nothing to end in good order.</summary>
    private async Task End(LocalAgent agent, CancellationToken kill)
    {
        using var insisted = kill.Register(() => _ = agent.End(atOnce: true));
        await agent.End(atOnce: kill.IsCancellationRequested || !up.IsCompleted);
    }

    private void Mourn(LocalAgent agent, TimeSpan lived)
    {
        var words = string.Join(Environment.NewLine, agent.LastWords);
        if (agent.ExitCode == ExitCode.BadInput)
            throw new LocalAgentGaveUpException(words, ExitCode.BadInput);
        if (!policy.StartsAgain(lived))
            throw new LocalAgentGaveUpException(
                $"The local agent ends soon after every start, last with exit code {agent.ExitCode}; " +
                $"its last lines:{Environment.NewLine}{words}",
                ExitCode.Unexpected);
        say(
            $"The local agent ended with exit code {agent.ExitCode} and is started again; " +
            "what was in training continues from its last checkpoint.");
    }
}
