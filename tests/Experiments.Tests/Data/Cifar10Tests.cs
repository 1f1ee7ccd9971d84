using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Data;

public sealed class Cifar10Tests : IDisposable
{
    private const int RecordBytes = 3073;
    private static readonly string[] Files = ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Records_AreReadInOrderAcrossFiles()
    {
        WriteDataset();
        Write("data_batch_1.bin", record: 9_999, label: 3, pixel: 7);
        Write("data_batch_2.bin", record: 0, label: 9, pixel: 8);
        Write("test_batch.bin", record: 1, label: 5, pixel: 200);

        var dataset = Datasets.Load(new(DatasetSpec.Cifar10, 10_002, 2), folder.Path);

        Assert.Equal((10_002, 2), (dataset.Train.Count, dataset.Validation.Count));
        Assert.Equal([0, 3, 9, 0], dataset.Train.Labels[9_998..]);
        Assert.Equal([0, 5], dataset.Validation.Labels);
        Assert.All(dataset.Train.Image(9_999).ToArray(), p => Assert.Equal(7, p));
        Assert.All(dataset.Train.Image(10_000).ToArray(), p => Assert.Equal(8, p));
        Assert.All(dataset.Validation.Image(1).ToArray(), p => Assert.Equal(200, p));
        Assert.Equal("airplane", dataset.Classes[0]);
    }

    [Fact]
    public void ClassNames_ComeFromTheArchive()
    {
        WriteDataset();
        File.WriteAllText(folder["batches.meta.txt"], "zero\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n\n");

        Assert.Equal("nine", Cifar10.Read(folder.Path, 1, 1).Classes[9]);
    }

    [Fact]
    public void ArchiveFolderInside_IsFound()
    {
        WriteDataset();
        var parent = new TemporaryFolder();
        Directory.Move(folder.Path, parent["cifar-10-batches-bin"]);

        Assert.Equal(1, Datasets.Load(new(DatasetSpec.Cifar10, 1, 1), parent.Path).Train.Count);

        Directory.Move(parent["cifar-10-batches-bin"], folder.Path);
        parent.Dispose();
    }

    [Fact]
    public void LinksToWhereTheFilesAreKept_AreFollowed()
    {
        WriteDataset();
        Write("test_batch.bin", record: 0, label: 4, pixel: 9);
        using var links = new TemporaryFolder();
        foreach (var file in Files)
            File.CreateSymbolicLink(links[file], folder[file]);
        File.Delete(links[Files[0]]);
        File.CreateSymbolicLink(links["first"], folder[Files[0]]);
        File.CreateSymbolicLink(links[Files[0]], "first");

        Assert.Equal(4, Datasets.Load(new(DatasetSpec.Cifar10, 1, 1), links.Path).Validation.Labels[0]);

        SetLength("data_batch_3.bin", 100);
        Assert.StartsWith($"{links["data_batch_3.bin"]} has 100 bytes instead of 30730000", ComplaintAbout(links), StringComparison.Ordinal);
        File.Delete(folder["data_batch_2.bin"]);
        Assert.Equal(
            $"{links["data_batch_2.bin"]} is a link to {folder["data_batch_2.bin"]}, where no file is; mount or copy what it leads to, or correct the link.",
            ComplaintAbout(links));
    }

    [Fact]
    public void LinksThatAllLeadNowhere_AreNamed()
    {
        using var links = new TemporaryFolder();
        File.CreateSymbolicLink(links["data_batch_1.bin"], "data_batch_1.bin");

        Assert.Contains("is a link to data_batch_1.bin, where no file is", ComplaintAbout(links), StringComparison.Ordinal);
    }

    [Fact]
    public void TheVersionForPython_IsRecognised()
    {
        Directory.CreateDirectory(folder["cifar-10-batches-py"]);
        File.WriteAllText(Path.Combine(folder["cifar-10-batches-py"], "data_batch_1"), "");

        Assert.StartsWith($"{folder["cifar-10-batches-py"]} holds CIFAR-10's version for Python (data_batch_1 and so on), and Sweep reads the binary version", Complaint(), StringComparison.Ordinal);
        Assert.Contains($"run sweep data fetch --data {folder.Path}", Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_IsNamed()
    {
        WriteDataset();
        File.Delete(folder["data_batch_4.bin"]);

        Assert.Equal($"{folder["data_batch_4.bin"]} is missing; run sweep data fetch, or copy the file again.", Complaint());
    }

    [Fact]
    public void CutFile_IsNamedWithItsSize()
    {
        WriteDataset();
        SetLength("data_batch_2.bin", 30_729_999);

        Assert.Equal($"{folder["data_batch_2.bin"]} has 30729999 bytes instead of 30730000; it is cut or no CIFAR-10 file: run sweep data fetch, or copy the file again.", Complaint());
    }

    [Fact]
    public void BrokenLabel_IsNamedWithItsByte()
    {
        WriteDataset();
        Write("data_batch_1.bin", record: 2, label: 10, pixel: 0);

        Assert.Equal($"{folder["data_batch_1.bin"]}: the label at byte 6146 is 10, but CIFAR-10 has the labels 0 to 9; the file is damaged: run sweep data fetch, or copy the file again.", Complaint());
    }

    [Fact]
    public void EmptyFolder_SaysWhatToDo() => Assert.Equal(
        $"--data names the folder {folder.Path}, which holds no CIFAR-10 (data_batch_1.bin and so on, or a folder cifar-10-batches-bin); correct it, or run sweep data fetch --data {folder.Path} to download it there.",
        Complaint());

    [Theory]
    [InlineData(0, null)]
    [InlineData(50_001, null)]
    [InlineData(null, 10_001)]
    public void LimitsBeyondTheDataset_AreRefused(int? train, int? validation) =>
        Assert.Contains("cannot be kept", Assert.Throws<BadInputException>(() => Datasets.Load(new(DatasetSpec.Cifar10, train, validation), folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void RealDataset_HasItsKnownStatistics()
    {
        var real = RealData.Folder();
        Assert.SkipWhen(real is null, "there is no CIFAR-10 here: set SWEEP_DATA to its folder");

        var dataset = Datasets.Load(new(DatasetSpec.Cifar10, null, null), real);

        var statistics = ChannelStatistics.Of(dataset.Train);
        Assert.Equal([1000], dataset.Validation.Labels.CountBy(l => l).Select(c => c.Value).Distinct());
        Assert.Equal([5000], dataset.Train.Labels.CountBy(l => l).Select(c => c.Value).Distinct());
        // The values that everyone quotes for CIFAR-10; copies of it that went through JPEG differ in the third decimal.
        Assert.All(statistics.Mean.Zip([0.4914, 0.4822, 0.4465]), pair => Assert.Equal(pair.Second, pair.First, 0.003));
        Assert.All(statistics.Deviation.Zip([0.2470, 0.2435, 0.2616]), pair => Assert.Equal(pair.Second, pair.First, 0.003));
    }

    private static string ComplaintAbout(TemporaryFolder of) => Assert.Throws<DataUnavailableException>(() => Datasets.Load(new(DatasetSpec.Cifar10, 10, 10), of.Path)).Message;

    private string Complaint() => Assert.Throws<DataUnavailableException>(() => Datasets.Load(new(DatasetSpec.Cifar10, 10, 10), folder.Path)).Message;

    /// <summary>Full-size files of zeros: the file system keeps no bytes for them.</summary>
    private void WriteDataset()
    {
        foreach (var file in Files)
            SetLength(file, 30_730_000);
    }

    private void SetLength(string name, long length)
    {
        using var file = File.OpenWrite(folder[name]);
        file.SetLength(length);
    }

    private void Write(string name, int record, byte label, byte pixel)
    {
        using var file = File.OpenWrite(folder[name]);
        file.Position = (long)record * RecordBytes;
        file.Write([label, .. Enumerable.Repeat(pixel, 3072)]);
    }
}
