using System.Diagnostics;

namespace Sweep.Shared;

/// <summary>A real file system of a fixed size at a folder, in memory. Only root may make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Filler = "filler";
    private readonly string folder;

    public SmallDisk(string folder, string size)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder);
    }

    public static bool CanBeMade => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Attempt("unshare", "--mount", "true") == 0;

    public void Resize(string size) => Run("mount", "-o", $"remount,size={size}", folder);

    /// <summary>Takes every byte that is left.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Path.Combine(folder, Filler), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[512];
        try
        {
            while (true)
                filler.Write(page);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Empty() => File.Delete(Path.Combine(folder, Filler));

    public void Dispose() => Run("umount", folder);

    private static void Run(string program, params string[] arguments) => Assert.Equal(0, Attempt(program, arguments));

    private static int Attempt(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
