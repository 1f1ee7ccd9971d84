using System.Collections.Immutable;

namespace Sweep.Reporting.Statistics;

/// <summary>How fine a comparison is.</summary>
/// <param name="Seeds">How many seeds it rests on.</param>
/// <param name="Difference">The least difference of two means that is called one at the level used.</param>
/// <param name="WithMore">The same for more seeds, if these spread as those that there are; empty where nothing is known of their
/// spread.</param>
internal sealed record Resolution(int Seeds, double Difference, ImmutableArray<SeedsAndDifference> WithMore);

internal sealed record SeedsAndDifference(int Seeds, double Difference);
