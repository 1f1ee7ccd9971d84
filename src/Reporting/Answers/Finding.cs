namespace Sweep.Reporting.Answers;

/// <summary>Something that is not as it must be.</summary>
/// <param name="Place">File with byte offset and entry, or trial, blob or document.</param>
/// <param name="Problem">One sentence.</param>
/// <param name="Remedy">One sentence: what to do about it.</param>
public sealed record Finding(FindingKind Kind, string Place, string Problem, string Remedy);
