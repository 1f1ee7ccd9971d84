using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Explaining;

/// <summary>Why nobody trains a run that waits, and what would have to change.</summary>
/// <param name="Why">Whole sentences.</param>
/// <param name="Change">One sentence.</param>
internal sealed record WaitingRun(string Why, string Change)
{
    private const int AgentsNamed = 3;

    public static WaitingRun Of(RunState run, CoordinatorState state, Surroundings here)
    {
        var sweep = run.Sweep.Name;
        if (!here.Live)
            return new(
                "No coordinator is running for this home.",
                $"`sweep resume {sweep}` trains it here; `sweep serve` is for agents elsewhere.");
        if (here.Draining)
            return new(
                "The coordinator is draining, so no work is given out.",
                "It goes on when the drain is called off, or the coordinator started again.");
        List<AgentState> online = [.. state.Agents.Where(agent => here.IsOnline(agent.Name))];
        if (online.Count == 0)
            return new(
                state.Agents.Count == 0
                    ? "No agent has ever joined this coordinator."
                    : $"No agent is here: {Known(state.Agents)}.",
                "It goes on when an agent joins with the line that `sweep serve` printed, or with "
                    + "`./sweep-agent --join HOME` on this machine.");
        var obstacles = online.Select(agent => Obstacle.Of(agent, run, online, here.Now)).OrderBy(obstacle => obstacle.Hindrance).ToList();
        return new($"{Told(obstacles)}{Ahead(run, state)}", Remedy(obstacles, run));
    }

    private static string Known(IReadOnlyCollection<AgentState> agents) => agents.Count == 1
        ? $"{agents.First().Name}, the only one that ever was, is not heard"
        : $"none of the {Counted.Of(agents.Count)} that ever were is heard";

    private static string Told(List<Obstacle> obstacles)
    {
        List<string> named = [.. obstacles.Take(AgentsNamed).Select(obstacle => $"{obstacle.Agent} {obstacle.Text}")];
        if (obstacles.Count > AgentsNamed)
            named.Add($"{Counted.Of(obstacles.Count - AgentsNamed)} more stand no better");
        return obstacles.Count == 1
            ? $"The only agent here, {obstacles[0].Agent}, {obstacles[0].Text}."
            : $"Of {Counted.Of(obstacles.Count)} agents here, {Phrases.Listed(named)}.";
    }

    /// <summary>What is given out before it: older sweeps first, and of one sweep the longest run first.</summary>
    private static string Ahead(RunState run, CoordinatorState state)
    {
        var older = state.Sweeps.TakeWhile(sweep => sweep != run.Sweep).Where(sweep => !sweep.Cancelled).Sum(sweep => sweep.Waiting.Count);
        var own = run.Sweep.Waiting.InOrder.TakeWhile(other => other != run).Count();
        return (older, own) switch
        {
            (0, 0) => " It is the next to be given out.",
            (0, _) => $" {Counted.Of(own, "run")} of its sweep with as many epochs left or more {Go(own)} first.",
            (_, 0) => $" {Counted.Of(older, "run")} of older sweeps {Go(older)} first.",
            _ => $" {Counted.Of(older, "run")} of older sweeps and {Counted.Of(own)} of its own with as many epochs left or more go first.",
        };
    }

    private static string Go(int runs) => runs == 1 ? "goes" : "go";

    private static string Remedy(List<Obstacle> obstacles, RunState run)
    {
        bool Any(Hindrance hindrance) => obstacles.Exists(obstacle => obstacle.Hindrance == hindrance);

        if (Any(Hindrance.None))
            return $"Nothing has to: a free slot asks at least every {Durations.InWords(Terms.AskAgain)}.";
        if (Any(Hindrance.AtWork))
            return "It starts when a slot is free and what goes before it has been given out; more slots or agents make that sooner.";
        if (Any(Hindrance.LeftToOthers) || Any(Hindrance.TooSmall))
            return "It starts when an agent that has not failed with it has a free slot.";
        if (Any(Hindrance.Quarantined))
            return $"It starts when an agent is trusted again or another joins: `sweep explain {obstacles[^1].Agent}` says why it is not.";
        if (!Any(Hindrance.LacksData))
            return $"It starts when an agent may have runs again: `sweep agents resume {obstacles[0].Agent}`.";
        return $"It starts when an agent has the data of {run.Sweep.Spec.Dataset.Name}: mend them; agents are tried again every few "
            + "minutes, and at once when they are restarted.";
    }
}
