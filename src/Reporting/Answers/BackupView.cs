namespace Sweep.Reporting.Answers;

/// <summary>What was copied.</summary>
/// <param name="Folder">The copy: a home like any other.</param>
/// <param name="Entries">Of the journal.</param>
/// <param name="Checkpoints">Files of <c>blobs/</c>.</param>
public sealed record BackupView(string Folder, long Entries, int Checkpoints, long Bytes);
