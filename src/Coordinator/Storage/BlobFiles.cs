using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Files;

namespace Sweep.Coordinator.Storage;

/// <summary>How a checkpoint was found.</summary>
internal enum BlobCondition { Sound, Missing, OtherLength, OtherContent }

/// <summary>The files of a blob store, looked at without touching them.</summary>
internal static class BlobFiles
{
    private const int BufferBytes = 1 << 17;

    public static string PathIn(string folder, string sha256) => Path.Combine(folder, sha256[..2], sha256);

    /// <summary>See <see cref="BlobStore.Open"/>.</summary>
    public static FileStream? Open(string folder, string sha256, long? bytes = null)
    {
        try
        {
            // Shared with deletion: a blob may be replaced or collected while it is read, and the reader keeps the old file.
            var file = new FileStream(
                PathIn(folder, sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
            if ((bytes is null || file.Length == bytes) && Sha256Name.Of(file) == sha256)
            {
                file.Position = 0;
                return file;
            }
            file.Dispose();
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads the blob and says whether it has the length and content that its reference names.</summary>
    public static BlobCondition Look(string folder, CheckpointReference checkpoint)
    {
        if (!HexForm.IsSha256(checkpoint.Sha256))
            return BlobCondition.Missing;
        try
        {
            using var file = new FileStream(
                PathIn(folder, checkpoint.Sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes);
            return file.Length != checkpoint.Bytes ? BlobCondition.OtherLength
                : Sha256Name.Of(file) != checkpoint.Sha256 ? BlobCondition.OtherContent
                : BlobCondition.Sound;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return BlobCondition.Missing;
        }
    }
}
