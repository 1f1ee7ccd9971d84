using Sweep.Coordinator.Storage;
using Sweep.Experiments.Data;
using Sweep.Experiments.Trials;
using Sweep.Files;

namespace Sweep.Coordinator.Tests.Storage;

public sealed class OfferedDatasetsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-data-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AWholeDataset_IsOffered_WithNamesSizesAndHashes_AndAnewWhenAFileHasChanged()
    {
        var offered = new OfferedDatasets(folder);
        Write(DatasetFile.NamesOf(DatasetSpec.Cifar10));
        var first = offered.Files(DatasetSpec.Cifar10)!;
        Assert.Equal(DatasetFile.NamesOf(DatasetSpec.Cifar10), first.Select(file => file.Name));
        Assert.Equal(new("test_batch.bin", 14, Sha256Name.Of("test_batch.bin"u8)), first.Single(file => file.Name == "test_batch.bin"));

        File.WriteAllText(Path.Combine(folder, "test_batch.bin"), "other");

        Assert.Equal(5, offered.Files(DatasetSpec.Cifar10)!.Single(file => file.Name == "test_batch.bin").Bytes);
    }

    [Fact]
    public void WhatIsNotWhole_OrNoDatasetOfFiles_IsNotOffered()
    {
        var offered = new OfferedDatasets(folder);
        Assert.Null(offered.Files(DatasetSpec.Cifar10));
        Write(DatasetFile.NamesOf(DatasetSpec.Cifar10).Where(name => name != "data_batch_3.bin"));
        Assert.Null(offered.Files(DatasetSpec.Cifar10));
        Assert.Null(offered.Files(DatasetSpec.Shapes10));
        Assert.Null(offered.Files("../etc"));
    }

    [Theory]
    [InlineData("test_batch.bin", true)]
    [InlineData("notes.txt", false)]
    [InlineData("../passwd", false)]
    [InlineData("/etc/passwd", false)]
    public void OnlyFilesOfTheDataset_AreOpened(string name, bool isOne)
    {
        Write(DatasetFile.NamesOf(DatasetSpec.Cifar10).Append("notes.txt"));
        using var opened = new OfferedDatasets(folder).Open(DatasetSpec.Cifar10, name);
        Assert.Equal(isOne, opened is not null);
    }

    private void Write(IEnumerable<string> names)
    {
        foreach (var name in names)
            File.WriteAllText(Path.Combine(folder, name), name);
    }
}
