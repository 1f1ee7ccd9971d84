using System.Collections.Immutable;

namespace Sweep.Experiments.Programs;

/// <summary>What the output of a program is read by.</summary>
/// <param name="FromEpoch">The last epoch that is known already; 0 at the beginning.</param>
/// <param name="ToEpoch">The last epoch of the run, greater than <paramref name="FromEpoch"/>.</param>
/// <param name="Objective">The metric that must be there at the end; null where nothing is ranked by one.</param>
/// <param name="Parameters">The names of the hyperparameters, which no metric may have.</param>
public sealed record OutputRules(int FromEpoch, int ToEpoch, string? Objective, ImmutableArray<string> Parameters, MetricPatterns Patterns);
