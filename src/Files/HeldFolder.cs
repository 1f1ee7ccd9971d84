namespace Sweep.Files;

/// <summary>
/// The right to a folder, by a lock on a file in it: of one process alone, or shared by those that only read. The kernel frees it when
/// the process ends in whatever way, so a lock never has to be broken by hand.
/// </summary>
public sealed class HeldFolder : IDisposable
{
    /// <summary>The number of EWOULDBLOCK in errno(3) on Linux, which .NET gives as HResult where another has the lock.</summary>
    private const int WouldBlock = 11;

    /// <summary>ERROR_SHARING_VIOLATION of Windows.</summary>
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream held;

    private HeldFolder(FileStream held) => this.held = held;

    /// <summary>The folder for this process alone; makes the file where there is none.</summary>
    /// <returns>Null where another has it, alone or to read.</returns>
    /// <exception cref="IOException">The folder or its disk refuses, which says nothing about others.</exception>
    public static HeldFolder? TryTake(string lockFile) => TryHold(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>The folder to read, beside others that do.</summary>
    /// <returns>Null where a process has it for itself.</returns>
    /// <exception cref="FileNotFoundException">Nobody has ever held it.</exception>
    public static HeldFolder? TryShare(string lockFile) => TryHold(lockFile, FileMode.Open, FileAccess.Read, FileShare.Read);

    public void Dispose() => held.Dispose();

    private static HeldFolder? TryHold(string lockFile, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new(new(lockFile, mode, access, share));
        }
        catch (IOException e) when (e.HResult is WouldBlock or SharingViolation)
        {
            return null;
        }
    }
}
