namespace Sweep.Coordinator.Storage;

internal enum DifferenceKind { Missing, Changed, Unexpected, LeftOut }

/// <summary>A document that is not what follows from the journal.</summary>
/// <param name="Detail">One sentence, with the first field that differs.</param>
internal sealed record DocumentDifference(DifferenceKind Kind, string Collection, string Id, string Detail);
