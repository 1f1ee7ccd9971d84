using Sweep.Experiments.Data;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Storage;

/// <summary>The datasets that this machine has, for agents that lack them. Files are read anew when they have changed.</summary>
/// <param name="dataFolder">The value of <c>--data</c>; null where it is not given (see <see cref="DatasetFolder"/>).</param>
internal sealed class OfferedDatasets(string? dataFolder)
{
    private readonly Lock reading = new();
    private (string Stamp, IReadOnlyList<DatasetFile>? Files) known = ("", null);

    /// <summary>Where they are looked for.</summary>
    public string Folder => DatasetFolder.Of(dataFolder).Path;

    /// <summary>May take as long as reading the dataset takes; who asks meanwhile waits for the same answer.</summary>
    /// <returns>Null where the dataset is not here, or not whole.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<DatasetFile>? Files(string dataset)
    {
        if (FolderOf(dataset) is not { } folder)
            return null;
        lock (reading)
        {
            var stamp = StampOf(folder, dataset);
            if (known.Stamp != stamp)
                known = (stamp, DatasetFile.In(folder, dataset));
            return known.Files;
        }
    }

    /// <summary>Opens a file of a dataset.</summary>
    /// <returns>Null where it is none, or not here.</returns>
    public Stream? Open(string dataset, string name) =>
        DatasetFile.NamesOf(dataset).Contains(name) && FolderOf(dataset) is { } folder && Path.Combine(folder, name) is var path
            && File.Exists(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous)
            : null;

    private string? FolderOf(string dataset) =>
        dataset == DatasetSpec.Cifar10 ? DatasetFolder.Of(dataFolder).FindCifar10() : null;

    private static string StampOf(string folder, string dataset) => string.Join('\n', DatasetFile.NamesOf(dataset)
        .Select(name => new FileInfo(Path.Combine(folder, name)))
        .Where(file => file.Exists)
        .Select(file => FormattableString.Invariant($"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}")));
}
