using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Reporting.Answers;

/// <summary>
/// Which metrics there are, in the order in which they are shown. The built-in network always measures its three; what a program measures
/// is known from what it has reported, and its objective before that.
/// </summary>
internal static class SweepMetrics
{
    /// <summary>How many validation images an accuracy is a share of, where a program says so.</summary>
    public const string ValidationCount = "validationCount";

    public static ImmutableArray<string> Of(SweepRecord sweep) => Of(
        sweep.Spec,
        sweep.Trials.SelectMany(Names)
            .Concat(sweep.Curves.Values.SelectMany(curve => curve).SelectMany(epoch => epoch.Values.Names)));

    /// <param name="reported">Names as they were reported, any number of times each.</param>
    public static ImmutableArray<string> Of(SweepSpec spec, IEnumerable<string> reported) => spec.Program is null
        ? [.. MetricNames.BuiltIn]
        : [.. reported.Append(spec.Objective.Metric).Distinct().Order(Comparer<string>.Create(MetricNames.Compare))];

    /// <summary>What was measured of a trial.</summary>
    public static IEnumerable<string> Names(TrialRow trial) =>
        MetricNames.BuiltIn.Where(name => trial.Metric(name) is not null).Concat(trial.Metrics?.Names ?? []);
}
