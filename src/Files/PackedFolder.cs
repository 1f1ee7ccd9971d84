namespace Sweep.Files;

/// <summary>What became of a folder that was packed.</summary>
/// <param name="Sha256">Of the archive: the same for the same content, whenever and wherever it was packed.</param>
/// <param name="Bytes">Of the archive.</param>
/// <param name="Files">How many files and links are in it.</param>
public sealed record PackedFolder(string Sha256, long Bytes, int Files);
