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
    public static Stream? Open(IFiles files, string folder, string sha256, long? bytes = null)
    {
        try
        {
            var file = Read(files, folder, sha256);
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

    /// <summary>Shared with deletion: a blob may be replaced or collected while it is read, and the reader keeps the old file.</summary>
    public static Stream Read(IFiles files, string folder, string sha256, FileOptions options = FileOptions.Asynchronous) =>
        files.Open(PathIn(folder, sha256), new()
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = BufferBytes,
            Options = options,
        }).Stream;

    /// <summary>Reads the blob of a name and says whether it is what the name says.</summary>
    public static BlobCondition Look(IFiles files, string folder, string sha256)
    {
        if (!HexForm.IsSha256(sha256))
            return BlobCondition.Missing;
        try
        {
            using var file = Read(files, folder, sha256, FileOptions.None);
            return Sha256Name.Of(file) == sha256 ? BlobCondition.Sound : BlobCondition.OtherContent;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return BlobCondition.Missing;
        }
    }

    /// <summary>Reads the blob and says whether it has the length and content that its reference names.</summary>
    public static BlobCondition Look(IFiles files, string folder, CheckpointReference checkpoint)
    {
        if (!HexForm.IsSha256(checkpoint.Sha256))
            return BlobCondition.Missing;
        try
        {
            using var file = Read(files, folder, checkpoint.Sha256, FileOptions.None);
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
