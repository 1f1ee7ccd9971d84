using Sweep.Experiments.Trials;
using Sweep.Files;

namespace Sweep.Experiments.Data;

/// <summary>
/// A file of a dataset, as a coordinator offers it to agents that lack the dataset. The JSON names are a contract between versions.
/// </summary>
/// <param name="Sha256">Of its content, lower-case hexadecimal.</param>
public sealed record DatasetFile(string Name, long Bytes, string Sha256)
{
    /// <summary>Whether files are needed to train a model on a dataset: what is generated needs none, nor does a simulated model.</summary>
    public static bool AreNeeded(DatasetSpec dataset, ModelSpec model) =>
        dataset.Name == DatasetSpec.Cifar10 && model.Name != ModelSpec.Simulated;

    /// <summary>The names of the files that a dataset may have, those without which it is incomplete first.</summary>
    public static IReadOnlyList<string> NamesOf(string dataset) =>
        dataset == DatasetSpec.Cifar10 ? [.. Cifar10.Files, Cifar10.MetaFile] : [];

    /// <summary>Whether files of these names are the whole dataset.</summary>
    public static bool AreComplete(string dataset, IReadOnlyCollection<string> names) =>
        dataset == DatasetSpec.Cifar10 && Cifar10.Files.All(names.Contains);

    /// <summary>The files of a dataset in a folder, with their hashes: reads every one of them to its end.</summary>
    /// <returns>Null where the folder does not have all of them.</returns>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static IReadOnlyList<DatasetFile>? In(string folder, string dataset)
    {
        var there = NamesOf(dataset).Where(name => File.Exists(Path.Combine(folder, name))).ToList();
        return AreComplete(dataset, there)
            ? [.. there.Select(name => Of(LinkedFile.Behind(Path.Combine(folder, name)), name))]
            : null;
    }

    private static DatasetFile Of(FileInfo file, string name) =>
        new(name, file.Length, Sha256Name.OfFile(RealFiles.OfThisMachine, file.FullName));
}
