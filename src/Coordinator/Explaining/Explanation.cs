using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Explaining;

/// <summary>Why something stands as it does, from the state alone: nothing that is not in the journal or in the surroundings.</summary>
/// <param name="View">Null where there is nothing of that name.</param>
/// <param name="Refusal">One sentence with the remedy where there is no <paramref name="View"/>.</param>
internal sealed record Explanation(ExplanationView? View, string? Refusal)
{
    private const int Shown = 3;

    /// <param name="name">A sweep, an agent, or the first characters of a trial's id or of its run's.</param>
    /// <param name="kind">Which of these it is; null is whatever there is of that name.</param>
    public static Explanation Of(string name, ExplainedKind? kind, CoordinatorState state, Surroundings here)
    {
        var found = new List<ExplanationView>();
        if (kind is null or ExplainedKind.Sweep && state.Sweep(name) is { } sweep)
            found.Add(SweepStory.Of(sweep, state, here));
        if (kind is null or ExplainedKind.Agent && state.Agent(name) is { } agent)
            found.Add(AgentStory.Of(agent, state, here));
        if (found.Count == 0 && kind is null or ExplainedKind.Trial)
            return OfTrial(name, kind, state, here);
        return found switch
        {
            [var only] => new(only, null),
            [] => Unknown(name, kind, state),
            _ => new(null, $"'{name}' is a sweep and an agent: say which with --kind sweep or --kind agent."),
        };
    }

    private static Explanation OfTrial(string id, ExplainedKind? kind, CoordinatorState state, Surroundings here)
    {
        bool Begins(string whole) => id.Length > 0 && whole.StartsWith(id, StringComparison.OrdinalIgnoreCase);

        List<SweepTrial> found = [.. state.Sweeps.SelectMany(sweep => sweep.EveryTrial).Where(trial => Begins(trial.Id.Value))];
        if (found.Count == 0)
            found = [.. state.Sweeps.SelectMany(sweep => sweep.AllRuns).Where(run => Begins(run.Id.Value)).Select(Longest)];
        return found switch
        {
            [var only] => new(TrialStory.Of(only, state, here), null),
            [] => Unknown(id, kind, state),
            _ => new(null, $"{found.Count} ids begin with '{id}': {string.Join(", ", found.Take(Shown).Select(trial => trial.Id))}"
                + $"{(found.Count > Shown ? " …" : "")}; give more characters."),
        };
    }

    /// <summary>The trial that a run goes on for: the longest one of the grid.</summary>
    private static SweepTrial Longest(RunState run) =>
        run.Trials.OrderByDescending(trial => trial.InGrid).ThenByDescending(trial => trial.Epochs).First();

    private static Explanation Unknown(string name, ExplainedKind? kind, CoordinatorState state)
    {
        string[] known =
        [
            .. kind is null or ExplainedKind.Sweep ? state.Sweeps.Select(sweep => sweep.Name) : [],
            .. kind is null or ExplainedKind.Agent ? state.Agents.Select(agent => agent.Name) : [],
        ];
        var what = kind switch
        {
            ExplainedKind.Sweep => "sweep",
            ExplainedKind.Agent => "agent",
            ExplainedKind.Trial => "trial",
            _ => "sweep, agent or trial",
        };
        var remedy = NearestWord.Of(name, known) is { } near ? $"did you mean '{near}'?"
            : kind is ExplainedKind.Agent ? "`sweep agents` lists them."
            : "`sweep status` lists the sweeps, `sweep agents` the agents and `sweep results` the trials.";
        return new(null, $"There is no {what} '{name}' in this home; {remedy}");
    }
}
