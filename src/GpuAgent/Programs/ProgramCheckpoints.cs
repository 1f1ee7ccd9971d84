using Sweep.Experiments.Running;
using Sweep.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// The checkpoint folder of a program that continues: filled before it starts, and packed into a file when it reports an epoch. While it is
/// packed the program stands still.
/// </summary>
internal sealed class ProgramCheckpoints(ProgramPlaces places, IRunObserver observer)
{
    /// <exception cref="CheckpointUnusableException">The file is no checkpoint of a program.</exception>
    public void Restore(string? checkpoint)
    {
        if (checkpoint is null)
        {
            Directory.CreateDirectory(places.Checkpoint);
            return;
        }
        try
        {
            FolderArchive.Unpack(checkpoint, places.Checkpoint);
        }
        catch (FolderRefusedException e)
        {
            throw new CheckpointUnusableException($"{e.Message}.");
        }
    }

    /// <returns>The file; null where the program has written nothing yet, or has written for a later epoch already.</returns>
    /// <exception cref="ProgramEndedException">What is in the folder cannot be kept.</exception>
    /// <exception cref="CheckpointUnwritableException">The disk does not take it.</exception>
    public string? Keep(int epoch, ProgramProcess process)
    {
        process.Pause();
        try
        {
            return process.ReportsMore || !Directory.EnumerateFileSystemEntries(places.Checkpoint).Any() ? null : Packed(epoch);
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        finally
        {
            process.GoOn();
        }
    }

    private string Packed(int epoch)
    {
        var file = observer.CheckpointPath(epoch);
        try
        {
            FolderArchive.Pack(places.Checkpoint, file);
            return file;
        }
        catch (FolderRefusedException e)
        {
            throw new ProgramEndedException(
                Outcome.BadConfiguration,
                FormattableString.Invariant($"The checkpoint of epoch {epoch} cannot be kept: {e.Message}; ")
                + "write files into SWEEP_CHECKPOINT and nothing else.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointUnwritableException(
                FormattableString.Invariant($"The checkpoint of epoch {epoch} cannot be written: {e.Message}"), e);
        }
    }
}
