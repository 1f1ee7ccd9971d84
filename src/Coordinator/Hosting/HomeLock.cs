using System.Diagnostics;
using System.Globalization;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// The exclusive right to a home folder, held by one process at a time. The kernel frees it when the process ends in whatever way,
/// so a lock never has to be broken by hand.
/// </summary>
public sealed class HomeLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _held;

    private HomeLock(FileStream held) => _held = held;

    /// <summary>Makes the home folder where there is none, readable by its owner only, and takes its lock.</summary>
    /// <exception cref="BadInputException">Another process holds it, or the folder cannot be made or written.</exception>
    public static HomeLock Take(Home home)
    {
        try
        {
            if (!Directory.Exists(home.Folder))
                PrivateFolder.Make(home.Folder);
            var held = new FileStream(home.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(home.HolderFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(held);
        }
        catch (UnauthorizedAccessException)
        {
            throw new BadInputException($"The home folder {home.Folder} cannot be written by this user: change its owner, or name another folder with --home.");
        }
        catch (IOException) when (File.Exists(home.LockFile) && IsHeld(home.LockFile))
        {
            throw new BadInputException($"The home folder {home.Folder} is in use by {Holder(home)}: stop that process, or name another folder with --home.");
        }
        catch (IOException e)
        {
            throw new BadInputException($"The home folder {home.Folder} cannot be used ({e.Message.TrimEnd('.')}): name another folder with --home.");
        }
    }

    /// <summary>
    /// As <see cref="Take"/>, but waits for a holder that is no coordinator: a question to the folder, which is answered in a moment.
    /// </summary>
    /// <exception cref="BadInputException">A coordinator holds the home, or another process for longer than questions take.</exception>
    public static async Task<HomeLock> TakePatiently(Home home, TimeProvider clock, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (IsHeld(home) && clock.GetElapsedTime(began) < Patience && await CoordinatorFile.FindLive(home, cancellation) is null)
            await Task.Delay(BetweenTries, clock, cancellation);
        return Take(home);
    }

    /// <summary>Whether a process holds the home at this moment.</summary>
    public static bool IsHeld(Home home) => File.Exists(home.LockFile) && IsHeld(home.LockFile);

    public void Dispose() => _held.Dispose();

    private static bool IsHeld(string lockFile)
    {
        try
        {
            using var free = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>The lock file itself cannot be read while it is held, so the holder's number stands in a file beside it.</summary>
    private static string Holder(Home home)
    {
        try
        {
            var pid = int.Parse(File.ReadAllText(home.HolderFile), CultureInfo.InvariantCulture);
            using var process = Process.GetProcessById(pid);
            return string.Create(CultureInfo.InvariantCulture, $"process {pid} ({process.ProcessName})");
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or UnauthorizedAccessException)
        {
            return "another process, perhaps on another machine";
        }
    }
}
