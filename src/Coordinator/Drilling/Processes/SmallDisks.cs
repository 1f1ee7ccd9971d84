using System.Diagnostics;
using System.Globalization;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Drilling.Processes;

/// <summary>
/// File systems of a fixed size in memory, one over each folder that may fill up. They are seen by the processes that are started
/// <see cref="Through"/> them and by nobody else, and are gone with the last of these, in whatever way the drill ends: a shell of their own
/// made them in a mount namespace and holds it.
/// </summary>
internal sealed class SmallDisks : IAsyncDisposable
{
    /// <summary>Much more than a drill writes, and little enough to be filled within a moment.</summary>
    private const int Megabytes = 64;

    private const string Made = "made";
    private const string Script = """
        trap '' INT TERM HUP
        for disk; do mount -t tmpfs -o "size=$SIZE,mode=700" tmpfs "$disk" || exit 1; done
        echo made
        read -r end
        """;

    private readonly Process shell;
    private readonly Dictionary<string, SmallDisk> disks;

    private SmallDisks(Process shell, IEnumerable<string> folders)
    {
        this.shell = shell;
        disks = folders.ToDictionary(folder => folder, folder => new SmallDisk(Seen(folder)));
    }

    /// <summary>The command that starts a program where the disks are.</summary>
    public IReadOnlyList<string> Through =>
    [
        "nsenter", $"--target={shell.Id.ToString(CultureInfo.InvariantCulture)}", "--mount",
        .. Environment.IsPrivilegedProcess ? Array.Empty<string>() : ["--user", "--preserve-credentials"],
    ];

    public SmallDisk this[string folder] => disks[folder];

    /// <param name="folders">Made where they are not there.</param>
    /// <exception cref="BadInputException">This machine does not let us; the message is the end of a sentence.</exception>
    public static async Task<SmallDisks> Make(IReadOnlyList<string> folders)
    {
        foreach (var folder in folders)
            Directory.CreateDirectory(folder);
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        string[] arguments = [.. user, "--mount", "--propagation", "private", "/bin/sh", "-c", Script, "disks", .. folders];
        var start = new ProcessStartInfo("unshare", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SIZE"] = $"{Megabytes.ToString(CultureInfo.InvariantCulture)}m";
        Process shell;
        try
        {
            shell = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BadInputException($"unshare(1) cannot be started: {e.Message}");
        }
        if (await shell.StandardOutput.ReadLineAsync() == Made)
            return new(shell, folders);
        var error = (await shell.StandardError.ReadToEndAsync()).Trim();
        await shell.WaitForExitAsync();
        var ended = FormattableString.Invariant($"unshare ended with exit code {shell.ExitCode}");
        shell.Dispose();
        throw new BadInputException(error.Length > 0 ? error.Split('\n')[^1] : ended);
    }

    /// <summary>A file on a disk, as somebody sees it who is not there.</summary>
    public string Seen(string path) => $"/proc/{shell.Id.ToString(CultureInfo.InvariantCulture)}/root{path}";

    /// <summary>Puts what is on a disk into the folder itself, where it stays when the disk is gone.</summary>
    public void Keep(string folder)
    {
        var seen = Seen(folder);
        foreach (var within in Directory.EnumerateDirectories(seen, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(folder + within[seen.Length..]);
        foreach (var file in Directory.EnumerateFiles(seen, "*", SearchOption.AllDirectories))
            File.Copy(file, folder + file[seen.Length..], overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }
}
