using System.Globalization;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Storage;

namespace Sweep.Coordinator.Tests.Homes;

/// <summary>
/// What a home's files are called and say, for ever: a home is opened by later programs, copied by people's scripts, and found by the
/// processes beside its coordinator. Only a written-out name or line notices that one was changed. The journal has its own tests.
/// </summary>
public sealed class HomeFormatTests : IDisposable
{
    private const string Content = "a checkpoint\n";

    /// <summary>As <c>sha256sum</c> gives it for the content.</summary>
    private const string Sha256 = "af3f21181622d05eb6375ebb30e62bbe98f8541c778ae2ecedd0af333c43a504";

    private readonly TemporaryFolder folder = new();

    private Home Home => Home.At(folder["home"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EveryPlaceInAHome_IsCalledAsEver() => Assert.Equal(
        ["sweep.lock", "sweep.pid", "journal", "results.db", "results.digest", "blobs", "backups", "logs", "agent", "coordinator.json", "access.json", "keys"],
        new[]
        {
            Home.LockFile, Home.HolderFile, Home.JournalFolder, Home.ResultsDatabase, Home.ResultsDigest, Home.Blobs, Home.Backups, Home.Logs, Home.LocalAgent,
            Home.CoordinatorFile, Home.AccessFile, Home.Keys,
        }.Select(path => Path.GetRelativePath(Home.Folder, path)));

    [Fact]
    public async Task ABlob_IsCalledAsEver()
    {
        var blobs = new BlobStore(Home.Blobs, TimeProvider.System);
        await blobs.Put(Sha256, new MemoryStream("a checkpoint\n"u8.ToArray()), CancellationToken.None);
        Assert.Equal(Content, await File.ReadAllTextAsync(Path.Combine(Home.Folder, "blobs", "af", Sha256)));
    }

    [Fact]
    public void TheHoldersFile_IsItsNumber()
    {
        using var held = HomeLock.Take(Home);
        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), File.ReadAllText(Home.HolderFile));
    }

    [Fact]
    public void TheCoordinatorsFile_IsWrittenAsEver_AndRead()
    {
        const string Json =
            """
            {
              "url": "https://127.0.0.1:8080/",
              "cluster": "127.0.0.1:4053",
              "pid": 4711,
              "token": "people",
              "instance": "instance",
              "owner": "owner",
              "proves": true,
              "comesBack": true,
              "ca": "PEM"
            }
            """;
        Directory.CreateDirectory(Home.Folder);
        var address = new CoordinatorAddress(
            new("https://127.0.0.1:8080/"), "127.0.0.1:4053", 4711, "people", "instance", "owner", Proves: true)
        { ComesBack = true, Ca = "PEM" };

        CoordinatorFile.Write(Home, address);

        Assert.Equal(Json, File.ReadAllText(Home.CoordinatorFile));
        Assert.Equal(address, CoordinatorFile.Read(Home));
    }

    [Fact]
    public void TheAccessFile_IsWrittenAsEver_AndRead()
    {
        const string Json =
            """
            {
              "token": "people",
              "httpPort": 8080
            }
            """;
        Directory.CreateDirectory(Home.Folder);
        new HomeAccess("people", 8080).Keep(Home);
        Assert.Equal(Json, File.ReadAllText(Home.AccessFile));
        Assert.Equal(new("people", 8080), HomeAccess.Of(Home, newToken: false));

        // As earlier versions wrote it, which gave agents a token of their own.
        File.WriteAllText(Home.AccessFile, Json.Replace("8080", "8080,\n  \"agentToken\": \"agents\"", StringComparison.Ordinal));
        Assert.Equal(new("people", 8080), HomeAccess.Of(Home, newToken: false));
    }
}
