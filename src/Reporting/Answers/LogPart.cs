namespace Sweep.Reporting.Answers;

/// <summary>A part of what was printed under a lease.</summary>
/// <param name="Next">Where the next part begins, to be asked for with.</param>
public sealed record LogPart(string Text, long Next);
