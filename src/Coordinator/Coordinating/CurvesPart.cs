using System.Collections.Immutable;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Coordinating;

/// <summary>What is recorded of one run.</summary>
/// <param name="Epochs">From 1 without gaps.</param>
internal sealed record RunCurve(RunId Run, ImmutableArray<EpochMetrics> Epochs);

/// <summary>
/// The curves of some runs of a sweep: so few that the coordinator, who has them in memory, is not kept from its work.
/// </summary>
/// <param name="Runs">Those of which an epoch is recorded, whether they are in the grid or not.</param>
/// <param name="Next">Where the next part begins; null after the last.</param>
internal sealed record CurvesPart(ImmutableArray<RunCurve> Runs, int? Next)
{
    /// <summary>Runs of one part.</summary>
    private const int Length = 1000;

    /// <param name="state">Its runs keep their order, and new ones come after them.</param>
    public static CurvesPart Of(GetCurves asked, CoordinatorState state)
    {
        var runs = state.Sweep(asked.Sweep)?.AllRuns ?? [];
        var next = asked.From + Length;
        return new(
            [.. runs.Skip(asked.From).Take(Length).Where(run => run.Curve.Count > 0).Select(run => new RunCurve(run.Id, [.. run.Curve]))],
            next < runs.Count ? next : null);
    }
}
