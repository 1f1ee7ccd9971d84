using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>
/// Which trials have ended since the last look. The status carries the latest changes only; where more ended between two looks than
/// it holds, the whole list is asked for.
/// </summary>
internal sealed class FinishedTrials
{
    private readonly HashSet<TrialId> known = [];
    private readonly Dictionary<string, int> counts = [];
    private readonly Dictionary<string, Differing> differing = [];

    /// <summary>What tells the trials of each sweep apart.</summary>
    public IReadOnlyDictionary<string, Differing> Differing => differing;

    private bool begun;

    /// <summary>What has ended before watching began is not news.</summary>
    public async Task Begin(IQueries queries, IEnumerable<SweepView> sweeps, CancellationToken cancellation)
    {
        if (begun)
            return;
        begun = true;
        foreach (var sweep in sweeps)
        {
            if (sweep.Model != ModelSpec.Program)
                differing[sweep.Name] = await Watching.Differing.In(queries, sweep.Name, cancellation);
            await Fetch(queries, sweep, cancellation);
        }
    }

    /// <returns>In the order in which they ended where the status tells it, else in the grid's order.</returns>
    public async Task<IReadOnlyList<TrialRow>> News(
        IQueries queries, StatusView status, IEnumerable<SweepView> sweeps, CancellationToken cancellation)
    {
        var news = new List<TrialRow>();
        foreach (var sweep in sweeps.Where(s => s.Trials.Done() > counts.GetValueOrDefault(s.Name)))
        {
            var recent = status.Recent.Where(t => t.Sweep == sweep.Name && HasEnded(t) && !known.Contains(t.Trial)).Reverse().ToList();
            if (recent.Count < sweep.Trials.Done() - counts.GetValueOrDefault(sweep.Name))
                news.AddRange(await Fetch(queries, sweep, cancellation));
            else
                news.AddRange(recent.Where(t => known.Add(t.Trial)));
            counts[sweep.Name] = sweep.Trials.Done();
        }
        return news;
    }

    private async Task<IReadOnlyList<TrialRow>> Fetch(IQueries queries, SweepView sweep, CancellationToken cancellation)
    {
        counts[sweep.Name] = sweep.Trials.Done();
        if (sweep.Trials.Done() == 0)
            return [];
        var rows = await queries.Results(sweep.Name, cancellation);
        return [.. rows.Where(t => HasEnded(t) && known.Add(t.Trial)).Select(t => t with { Sweep = sweep.Name })];
    }

    private static bool HasEnded(TrialRow trial) => trial.State is TrialState.Completed or TrialState.Diverged or TrialState.Failed;
}
