using System.Collections.Concurrent;
using System.Net;
using Sweep.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// The code of programs, each in a folder named by its SHA-256: fetched from the coordinator once, unpacked read-only, and looked at by every
/// process that uses it, since a power cut may have taken a part of it and a program may have got around the protection.
/// </summary>
/// <param name="http">To the coordinator, with the keys that the agent has now.</param>
internal sealed class CodeFolders(AgentPlaces places, Func<HttpClient> http) : ICode, IDisposable
{
    private readonly ConcurrentDictionary<string, bool> whole = [];
    private readonly CancellationTokenSource ending = new();

    public bool Lacks(string sha256) => !whole.ContainsKey(sha256);

    public void Fetch(StoreAddress from, string sha256, Action<StoreAnswer> answer)
    {
        var ends = ending.Token;
        _ = Task.Run(
            async () =>
            {
                var found = await Answer(from, sha256, ends);
                if (!ends.IsCancellationRequested)
                    answer(found);
            },
            CancellationToken.None);
    }

    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
    }

    /// <summary>Whatever it was, trying again is all that can be done.</summary>
    private async Task<StoreAnswer> Answer(StoreAddress from, string sha256, CancellationToken ends)
    {
        try
        {
            await Make(new(from.Url, from.Token, http()), sha256, ends);
            whole[sha256] = true;
            return StoreAnswer.Done.Instance;
        }
        catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            return new StoreAnswer.Absent(e.Message);
        }
        catch (FolderRefusedException e)
        {
            return new StoreAnswer.Absent(e.Message);
        }
        catch (Exception e)
        {
            return new StoreAnswer.Failed(e.Message);
        }
    }

    private async Task Make(BlobClient from, string sha256, CancellationToken ends)
    {
        var folder = places.Code(sha256);
        if (IsWhole(folder, sha256))
            return;
        var (archive, beside) = (folder + ".tar", folder + ".new");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        FolderArchive.Delete(folder);
        FolderArchive.Delete(beside);
        try
        {
            await from.Get(new(Epoch: 0, sha256, Bytes: 0), archive, ends);
            FolderArchive.Unpack(archive, beside, readOnly: true);
            // Whoever uses it looks at it first, so a power cut may take it.
            Directory.Move(beside, folder);
        }
        finally
        {
            File.Delete(archive);
            FolderArchive.Delete(beside);
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
