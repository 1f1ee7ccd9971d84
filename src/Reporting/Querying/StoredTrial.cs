using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>A trial as a ranking takes it.</summary>
/// <param name="Order">The trial's place in the grid.</param>
internal sealed record StoredTrial(TrialRow Row, int Order);
