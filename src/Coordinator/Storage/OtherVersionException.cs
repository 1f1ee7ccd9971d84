namespace Sweep.Coordinator.Storage;

/// <summary>The file is sound, but its documents are those of an older or a newer program: it is made anew from the journal.</summary>
/// <param name="version">Of the documents.</param>
internal sealed class OtherVersionException(int version)
    : Exception(FormattableString.Invariant($"it was written by a program with document version {version}"));
