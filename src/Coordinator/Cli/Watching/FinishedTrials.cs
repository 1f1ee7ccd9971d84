using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>
/// Which trials have ended since the last look. The status carries the latest changes only; where more ended between two looks than
/// it holds, the whole list is asked for.
/// </summary>
internal sealed class FinishedTrials
{
    private readonly HashSet<TrialId> _known = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, Differing> _differing = [];

    /// <summary>What tells the trials of each sweep apart.</summary>
    public IReadOnlyDictionary<string, Differing> Differing => _differing;

    private bool _begun;

    /// <summary>What has ended before watching began is not news.</summary>
    public async Task Begin(IQueries queries, IEnumerable<SweepView> sweeps, CancellationToken cancellation)
    {
        if (_begun)
            return;
        _begun = true;
        foreach (var sweep in sweeps)
        {
            _differing[sweep.Name] = await Watching.Differing.In(queries, sweep.Name, cancellation);
            await Fetch(queries, sweep, cancellation);
        }
    }

    /// <returns>In the order in which they ended where the status tells it, else in the grid's order.</returns>
    public async Task<IReadOnlyList<TrialRow>> News(IQueries queries, StatusView status, IEnumerable<SweepView> sweeps, CancellationToken cancellation)
    {
        var news = new List<TrialRow>();
        foreach (var sweep in sweeps.Where(s => s.Trials.Done() > _counts.GetValueOrDefault(s.Name)))
        {
            var recent = status.Recent.Where(t => t.Sweep == sweep.Name && HasEnded(t) && !_known.Contains(t.Trial)).Reverse().ToList();
            if (recent.Count < sweep.Trials.Done() - _counts.GetValueOrDefault(sweep.Name))
                news.AddRange(await Fetch(queries, sweep, cancellation));
            else
                news.AddRange(recent.Where(t => _known.Add(t.Trial)));
            _counts[sweep.Name] = sweep.Trials.Done();
        }
        return news;
    }

    private async Task<IReadOnlyList<TrialRow>> Fetch(IQueries queries, SweepView sweep, CancellationToken cancellation)
    {
        _counts[sweep.Name] = sweep.Trials.Done();
        if (sweep.Trials.Done() == 0)
            return [];
        var rows = await queries.Results(sweep.Name, cancellation);
        return [.. rows.Where(t => HasEnded(t) && _known.Add(t.Trial)).Select(t => t with { Sweep = sweep.Name })];
    }

    private static bool HasEnded(TrialRow trial) => trial.State is TrialState.Completed or TrialState.Diverged or TrialState.Failed;
}
