using System.Collections.Concurrent;
using Sweep.Experiments.Sweeps;
using Sweep.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// The code of programs, each in a folder named by its SHA-256: fetched from the coordinator once, unpacked read-only, and looked at by
/// every process that uses it, since a power cut may have taken a part of it and a program may have got around the protection.
/// </summary>
/// <param name="http">To the coordinator, with the keys that the agent has now.</param>
internal sealed class CodeFolders(AgentPlaces places, Func<HttpClient> http, TimeProvider time) : ISupplies, IDisposable
{
    /// <summary>Code that no process of this agent has used for so long is deleted; a sweep that needs it brings it again.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<string, bool> whole = [];
    private readonly StoreRequests requests = new();

    /// <summary>Deletes what was not used for long, with what its setup made. No trainer of this agent is at work yet.</summary>
    /// <param name="now">By the clock that files are dated by.</param>
    public void DeleteUnused(DateTime now)
    {
        if (!Directory.Exists(places.AllCode))
            return;
        foreach (var folder in Directory.EnumerateDirectories(places.AllCode).Where(folder => HexForm.IsSha256(Path.GetFileName(folder))))
        {
            if (now - Directory.GetLastWriteTimeUtc(folder) < Kept)
                continue;
            FolderArchive.Delete(folder);
            FolderArchive.Delete(folder + ".setup");
            foreach (var beside in Directory.EnumerateFiles(places.AllCode, Path.GetFileName(folder) + ".*"))
                File.Delete(beside);
        }
    }

    public bool Lacks(string sha256) => !whole.ContainsKey(sha256);

    public void Fetch(StoreAddress from, string sha256, Action<StoreAnswer> answer) =>
        requests.Ask(ends => Fetch(from, sha256, ends), answer);

    /// <summary>What nobody uses any more can be deleted with the home that it is in.</summary>
    public void Dispose()
    {
        requests.Dispose();
        foreach (var sha256 in whole.Keys)
        {
            try
            {
                FolderArchive.Release(places.Code(sha256));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else's by now, or gone.
            }
        }
    }

    private async Task<StoreAnswer> Fetch(StoreAddress from, string sha256, CancellationToken ends)
    {
        try
        {
            await Make(new(from.Url, from.Token, http()), sha256, ends);
        }
        catch (FolderRefusedException e)
        {
            return new StoreAnswer.Absent(e.Message);
        }
        whole[sha256] = true;
        Directory.SetLastWriteTimeUtc(places.Code(sha256), time.GetUtcNow().UtcDateTime);
        return StoreAnswer.Done.Instance;
    }

    private async Task Make(BlobClient from, string sha256, CancellationToken ends)
    {
        var folder = places.Code(sha256);
        if (IsWhole(folder, sha256))
        {
            FolderArchive.Protect(folder);
            return;
        }
        var archive = folder + ".tar";
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        FolderArchive.Delete(folder);
        try
        {
            await from.Get(new(Epoch: 0, sha256, Bytes: 0), archive, ends);
            FolderArchive.Unpack(archive, folder, readOnly: true);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    private static bool IsWhole(string folder, string sha256)
    {
        try
        {
            return Directory.Exists(folder) && FolderArchive.Sha256Of(folder) == sha256;
        }
        catch (Exception e) when (e is FolderRefusedException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
