using Sweep.Experiments.Data;
using Sweep.Experiments.Sweeps;
using Sweep.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// Where datasets are kept on this machine, for all agents and trainers of its user. One agent at a time fetches; the others wait and
/// find what it has brought. A folder that somebody named is never written to: it must have the data.
/// </summary>
/// <param name="folder">Where datasets are looked for.</param>
/// <param name="http">To the coordinator, with the keys that the agent has now.</param>
internal sealed class DatasetCache(DatasetFolder folder, Func<HttpClient> http) : ISupplies, IDisposable
{
    private const string Unfinished = ".incoming";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly StoreRequests requests = new();

    public bool Lacks(string dataset) => !folder.IsExplicit && folder.FindCifar10() is null;

    public void Fetch(StoreAddress from, string dataset, Action<StoreAnswer> answer) => requests.Ask(
        async ends =>
        {
            await Fetch(new BlobClient(from.Url, from.Token, http()), dataset, ends);
            return StoreAnswer.Done.Instance;
        },
        answer);

    public void Dispose() => requests.Dispose();

    private async Task Fetch(BlobClient from, string dataset, CancellationToken ends)
    {
        Directory.CreateDirectory(folder.Path);
        using var held = await Held(dataset, ends);
        if (!Lacks(dataset))
            return;
        var files = await from.Dataset(dataset, ends);
        if (files.FirstOrDefault(file => !DatasetFile.NamesOf(dataset).Contains(file.Name)) is { } strange)
            throw new InvalidDataException($"The coordinator offers {Texts.Plain(strange.Name)}, which is no file of {dataset}.");
        if (!DatasetFile.AreComplete(dataset, [.. files.Select(file => file.Name)]))
            throw new InvalidDataException($"The coordinator offers a part of {dataset} only.");
        var place = Path.Combine(folder.Path, Cifar10.FolderName);
        var incoming = place + Unfinished;
        Directory.CreateDirectory(incoming);
        foreach (var file in files)
            await Fetch(from, dataset, file, Path.Combine(incoming, file.Name), ends);
        foreach (var file in Directory.EnumerateFiles(incoming))
            DurableFile.Sync(file);
        DurableFolder.MoveInto(incoming, place);
    }

    /// <summary>What is there of a file is continued; if the whole is another than it should be, the next try begins anew.</summary>
    private static async Task Fetch(BlobClient from, string dataset, DatasetFile file, string target, CancellationToken ends)
    {
        await from.Continue($"data/{dataset}/{file.Name}", file.Bytes, target, ends);
        if (await Sha256Of(target, ends) == file.Sha256)
            return;
        File.Delete(target);
        throw new IOException($"{file.Name} of {dataset} arrived as another file than the coordinator has.");
    }

    private static async Task<string> Sha256Of(string path, CancellationToken ends)
    {
        await using var written = File.OpenRead(path);
        return await Sha256Name.OfAsync(written, ends);
    }

    private async Task<HeldFolder> Held(string dataset, CancellationToken ends)
    {
        var lockFile = Path.Combine(folder.Path, $".{dataset}.lock");
        while (true)
        {
            if (HeldFolder.TryTake(lockFile) is { } held)
                return held;
            await Task.Delay(BetweenLooks, ends);
        }
    }
}
