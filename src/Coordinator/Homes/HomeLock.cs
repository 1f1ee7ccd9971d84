using System.Globalization;
using Sweep.Coordinator.Journal;
using Sweep.Experiments.Inputs;
using Sweep.Files;

namespace Sweep.Coordinator.Homes;

/// <summary>The right to a home folder: of one process alone, which may change it, or shared by those that only read.</summary>
public sealed class HomeLock : IDisposable
{
    private readonly HeldFolder? held;

    private HomeLock(HeldFolder? held) => this.held = held;

    /// <summary>Makes the home folder where there is none, readable by its owner only, and takes its lock.</summary>
    /// <exception cref="BadInputException">Another process holds it, or the folder cannot be made.</exception>
    /// <exception cref="ReadOnlyHomeException">The folder may only be read.</exception>
    public static HomeLock Take(Home home) => TryTake(home) ?? throw new BadInputException(HomeQueue.Refusal(home));

    /// <summary>As <see cref="Take"/>; null where another process holds it, alone or to read.</summary>
    public static HomeLock? TryTake(Home home)
    {
        HeldFolder? held = null;
        try
        {
            if (!Directory.Exists(home.Folder))
                PrivateFolder.Make(home.Folder);
            PrivateFolder.LetNobodyElseWrite(home.Folder);
            held = HeldFolder.TryTake(home.LockFile);
            if (held is null)
                return null;
            File.WriteAllText(home.HolderFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw Unusable(home, e);
        }
    }

    /// <summary>
    /// As <see cref="TryTake"/>, but waits for those that only read, and for a process that is no coordinator and will be done in a moment.
    /// </summary>
    /// <exception cref="BadInputException">
    /// A coordinator holds the home, or another process for long and without doing anything.
    /// </exception>
    public static async Task<HomeLock> TakePatiently(Home home, TimeProvider clock, Action<string> say, CancellationToken cancellation)
    {
        var queue = new HomeQueue(home, clock, say);
        while (true)
        {
            if (TryTake(home) is { } held)
                return held;
            if (await CoordinatorFile.FindLive(home, cancellation) is { } live)
                throw new BadInputException(HomeQueue.Refusal(home, live));
            if (!await queue.Wait(cancellation))
                throw new BadInputException(HomeQueue.Refusal(home));
        }
    }

    /// <summary>The right to read, beside others that do.</summary>
    /// <exception cref="BadInputException">A process has the home for itself.</exception>
    public static HomeLock Share(Home home) => TryShare(home) ?? throw new BadInputException(HomeQueue.Refusal(home));

    /// <summary>
    /// As <see cref="Share"/>; null where a process has the home for itself. A home whose lock this user may not even read is read without
    /// one.
    /// </summary>
    public static HomeLock? TryShare(Home home)
    {
        try
        {
            return HeldFolder.TryShare(home.LockFile) is { } shared ? new(shared) : null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            return new(null);
        }
        catch (IOException e) when (DeviceFault.In(e) is null)
        {
            return null;
        }
    }

    /// <summary>Whether a process has the home for itself at this moment.</summary>
    public static bool IsHeld(Home home)
    {
        using var shared = TryShare(home);
        return shared is null;
    }

    public void Dispose() => held?.Dispose();

    private static Exception Unusable(Home home, Exception problem) => problem switch
    {
        UnauthorizedAccessException when !Directory.Exists(home.Folder) =>
            new BadInputException($"The home folder {home.Folder} cannot be made by this user: name another folder with --home."),
        UnauthorizedAccessException => new ReadOnlyHomeException(home.Folder, "by this user"),
        _ when DeviceFault.IsReadOnly(problem) && Directory.Exists(home.Folder) => new ReadOnlyHomeException(home.Folder, "where it lies"),
        _ when DeviceFault.In(problem) is not null => problem,
        _ => new BadInputException(
            $"The home folder {home.Folder} cannot be used ({problem.Message.TrimEnd('.')}): name another folder with --home."),
    };
}
