using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>One look at the sweeps being watched.</summary>
/// <param name="Finished">Trials that ended since the last look.</param>
internal sealed record WatchedProgress(
    IReadOnlyList<SweepView> Sweeps, IReadOnlyList<RunningView> Running, IReadOnlyList<TrialRow> Finished)
{
    /// <summary>All that the coordinator knows.</summary>
    public IReadOnlyList<AgentView> Agents { get; init; } = [];

    /// <summary>What tells the trials of each sweep apart.</summary>
    public IReadOnlyDictionary<string, Differing> Differing { get; init; } = new Dictionary<string, Differing>();
}

/// <summary>Where progress is shown: a redrawn table for a person, plain lines for a file.</summary>
internal interface IProgressScreen
{
    void Show(WatchedProgress look);

    /// <summary>A sentence that stays, beside the progress.</summary>
    void Say(string sentence);
}
