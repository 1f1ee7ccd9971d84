using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Homes;

/// <summary>The home folder: everything that one coordinator remembers. Made on first use.</summary>
/// <param name="Folder">Absolute path.</param>
public sealed record Home(string Folder)
{
    public const string DefaultFolder = ".sweep";

    /// <summary>Held exclusively by the one process that uses the home.</summary>
    public string LockFile => Path.Combine(Folder, "sweep.lock");
    /// <summary>Process number of the lock's last holder.</summary>
    public string HolderFile => Path.Combine(Folder, "sweep.pid");
    public string JournalFolder => Path.Combine(Folder, "journal");
    public string ResultsDatabase => Path.Combine(Folder, "results.db");
    /// <summary>What most questions ask of the results database, see <see cref="Storage.DigestFile"/>.</summary>
    public string ResultsDigest => Path.Combine(Folder, "results.digest");
    /// <summary>A results database in the making, which replaces the other when it is whole.</summary>
    public string RebuiltDatabase => Path.Combine(Folder, "rebuilt.db");
    public string Blobs => Path.Combine(Folder, "blobs");
    /// <summary>Where a live coordinator writes backups, unless it was started with another place.</summary>
    public string Backups => Path.Combine(Folder, "backups");
    /// <summary>What trainers and programs printed.</summary>
    public string RunLogs => Path.Combine(Folder, "run-logs");
    public string Logs => Path.Combine(Folder, "logs");
    /// <summary>The home's authority and what it has signed; nobody but its owner may look into it.</summary>
    public string Keys => Path.Combine(Folder, "keys");
    /// <summary>Working folder of the local agent that <c>sweep run</c> starts.</summary>
    public string LocalAgent => Path.Combine(Folder, "agent");
    /// <summary>URL, cluster address and token of a live coordinator, readable by its owner only.</summary>
    public string CoordinatorFile => Path.Combine(Folder, "coordinator.json");
    /// <summary>Token and HTTP port, which stay from start to start; readable by its owner only.</summary>
    public string AccessFile => Path.Combine(Folder, "access.json");

    /// <summary>Whom the coordinator tells what happens, see <see cref="Notifying.NotifyFile"/>.</summary>
    public string NotifyFile => Path.Combine(Folder, "notify.yaml");

    /// <summary>A folder that is not there yet, for segments of a damaged journal as they were.</summary>
    public string NewDamagedJournalFolder()
    {
        var number = 1;
        while (Directory.Exists(Numbered(number)))
            number++;
        return Numbered(number);

        string Numbered(int n) => FormattableString.Invariant($"{JournalFolder}.damaged-{n}");
    }

    public static Home At(string? folder) => new(Path.GetFullPath(folder ?? Variable.Of("SWEEP_HOME", "a folder") ?? DefaultFolder));
}
