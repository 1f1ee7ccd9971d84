using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Tests.Data;

public sealed class Cifar10DownloadTests : IDisposable
{
    private static readonly string[] Files = ["batches.meta.txt", "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];
    private static readonly byte[] Archive = Tar(Files);
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Archive_IsUnpackedAndNothingElseIsLeft()
    {
        using var server = new CuttingServer(new Answer(Archive));
        var progress = new List<(long Bytes, long? Total)>();

        var unpacked = await Fetch(server, (bytes, total) => progress.Add((bytes, total)));

        Assert.Equal(folder["cifar-10-batches-bin"], unpacked);
        Assert.Equal(Files, Directory.GetFiles(unpacked).Select(Path.GetFileName).Order());
        Assert.Equal("test_batch.bin", File.ReadAllText(Path.Combine(unpacked, "test_batch.bin"))[..14]);
        Assert.Equal([unpacked], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal((Archive.Length, (long?)Archive.Length), progress[^1]);
    }

    [Fact]
    public async Task CutConnection_IsContinuedWhereItBroke()
    {
        using var server = new CuttingServer(new Answer(Archive, Cut: 1000), new Answer(Archive, Cut: 500), new Answer(Archive));

        await Fetch(server);

        Assert.Equal(["", "bytes=1000-", "bytes=1500-"], server.Ranges);
    }

    [Fact]
    public async Task BrokenOffDownload_IsContinuedByTheNext()
    {
        using (var cut = new CuttingServer(new Answer(Archive, Cut: 700), new Answer(Archive, Status: 503)))
            Assert.Contains("503", (await Assert.ThrowsAsync<BadInputException>(() => Fetch(cut))).Message, StringComparison.Ordinal);
        using var server = new CuttingServer(new Answer(Archive));

        await Fetch(server);

        Assert.Equal(["bytes=700-"], server.Ranges);
    }

    [Fact]
    public async Task ServerThatIgnoresRanges_IsReadFromTheStart()
    {
        using var server = new CuttingServer(new Answer(Archive, Cut: 1000), new Answer(Archive, IgnoresRange: true));

        Assert.True(File.Exists(Path.Combine(await Fetch(server), "data_batch_5.bin")));
    }

    [Fact]
    public async Task CompleteArchiveOfAnInterruptedUnpacking_IsNotDownloadedAgain()
    {
        File.WriteAllBytes(folder["cifar-10-binary.tar.gz.part"], Archive);
        using var server = new CuttingServer(new Answer(Archive));

        Assert.True(File.Exists(Path.Combine(await Fetch(server), "data_batch_5.bin")));
        Assert.Equal([$"bytes={Archive.Length}-"], server.Ranges);
    }

    [Fact]
    public async Task LeftoverOfAnotherFile_IsThrownAway()
    {
        File.WriteAllBytes(folder["cifar-10-binary.tar.gz.part"], new byte[100]);
        using var server = new CuttingServer(new Answer(Archive));

        Assert.True(File.Exists(Path.Combine(await Fetch(server), "data_batch_5.bin")));
        Assert.Equal(["bytes=100-", ""], server.Ranges);
    }

    [Fact]
    public async Task WrongFile_IsRefusedWithBothSums()
    {
        var wrong = new byte[5000];
        using var server = new CuttingServer(new Answer(wrong));

        var e = await Assert.ThrowsAsync<BadInputException>(() => Fetch(server));

        Assert.Equal(
            $"{server.Uri} gave a file with the MD5 sum {Sum(wrong)} instead of {Sum(Archive)}, and it was thrown away; try again, or put the files of cifar-10-batches-bin into {folder.Path} yourself.",
            e.Message);
        Assert.False(Directory.Exists(folder["cifar-10-batches-bin"]));
    }

    [Fact]
    public async Task ServerThatSaysNo_IsGivenUpWithItsAnswer()
    {
        using var server = new CuttingServer(new Answer(Archive, Status: 404));

        var e = await Assert.ThrowsAsync<BadInputException>(() => Fetch(server));

        Assert.StartsWith($"{server.Uri} cannot be downloaded (the server answered 404 No); check the network and run sweep data fetch again", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IncompleteArchive_LeavesWhatWasThere()
    {
        var archive = Tar(Files[..3]);
        Directory.CreateDirectory(folder["cifar-10-batches-bin"]);
        File.WriteAllText(Path.Combine(folder["cifar-10-batches-bin"], "data_batch_1.bin"), "mine");
        using var server = new CuttingServer(new Answer(archive));

        var e = await Assert.ThrowsAsync<BadInputException>(() => new Cifar10Download(server.Uri, Sum(archive)).Fetch(folder.Path, http, (_, _) => { }, default));

        Assert.Contains("has no data_batch_3.bin in it", e.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder["cifar-10-batches-bin"], "data_batch_1.bin")));
    }

    [Fact]
    public async Task AnArchiveOnDisk_IsCheckedAndUnpacked_AndLeftAsItIs()
    {
        using var elsewhere = new TemporaryFolder();
        File.WriteAllBytes(elsewhere["c.tar.gz"], Archive);
        var (given, download) = (elsewhere["c.tar.gz"], new Cifar10Download(new("http://publisher/c.tar.gz"), Sum(Archive)));

        var unpacked = await download.Unpack(given, folder["new"], default);

        Assert.Equal(Path.Combine(folder["new"], "cifar-10-batches-bin"), unpacked);
        Assert.Equal(Files, Directory.GetFiles(unpacked).Select(Path.GetFileName).Order());
        Assert.Equal(Archive, File.ReadAllBytes(given));

        File.WriteAllBytes(given, Archive[..^1]);
        Assert.Equal(
            $"{given} has the MD5 sum {Sum(Archive[..^1])} instead of {Sum(Archive)}, so it is cut, damaged or another file than http://publisher/c.tar.gz; copy it again, or run sweep data fetch without a file to download it.",
            (await Assert.ThrowsAsync<BadInputException>(() => download.Unpack(given, folder.Path, default))).Message);
        Assert.StartsWith($"{elsewhere["no"]} cannot be read", (await Assert.ThrowsAsync<BadInputException>(() => download.Unpack(elsewhere["no"], folder.Path, default))).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{elsewhere.Path} is a folder", (await Assert.ThrowsAsync<BadInputException>(() => download.Unpack(elsewhere.Path, folder.Path, default))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no archive at all")]
    [InlineData("")]
    public async Task AFileThatIsNoArchive_IsOneSentence_AndLeavesNothing(string content)
    {
        File.WriteAllText(folder["c.tar.gz"], content);
        await IsBroken(Encoding.UTF8.GetBytes(content));
    }

    [Fact]
    public Task AnArchiveThatEndsInTheMiddle_IsOneSentence() => IsBroken(Archive[..(Archive.Length / 2)]);

    [Fact]
    public async Task AnArchiveThatUnpacksToFarTooMuch_IsGivenUp()
    {
        using var bytes = new MemoryStream();
        using (var zipped = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zipped))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "filler.bin") { DataStream = new Zeros((1L << 30) + 1) });

        Assert.Contains("more than 1024 MB", await IsBroken(bytes.ToArray()), StringComparison.Ordinal);
    }

    private async Task<string> IsBroken(byte[] archive)
    {
        File.WriteAllBytes(folder["c.tar.gz"], archive);
        var download = new Cifar10Download(new("http://publisher/c.tar.gz"), Sum(archive));
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => download.Unpack(folder["c.tar.gz"], folder["new"], default));
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder["new"]));
        return refusal.Message;
    }

    /// <summary>A stream of nothing but zeros.</summary>
    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, read);
            Position += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    [Fact]
    public async Task SecondDownloadAtOnce_IsRefused()
    {
        using var held = new FileStream(folder["cifar-10-binary.tar.gz.part"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var server = new CuttingServer(new Answer(Archive));

        Assert.Contains("wait if another download is at work", (await Assert.ThrowsAsync<BadInputException>(() => Fetch(server))).Message, StringComparison.Ordinal);
    }

    private Task<string> Fetch(CuttingServer server, Action<long, long?>? progress = null) =>
        new Cifar10Download(server.Uri, Sum(Archive)) { Pause = TimeSpan.FromMilliseconds(1) }.Fetch(folder.Path, http, progress ?? ((_, _) => { }), default);

#pragma warning disable CA5351 // The sum that the publisher of CIFAR-10 gives is an MD5 sum.
    private static string Sum(byte[] file) => Convert.ToHexStringLower(MD5.HashData(file));
#pragma warning restore CA5351

    /// <summary>An archive in the layout of the real one, with noise in the files so that it does not shrink away, and an entry that wants out.</summary>
    private static byte[] Tar(string[] files)
    {
        using var bytes = new MemoryStream();
        using (var zipped = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zipped))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "cifar-10-batches-bin/"));
            tar.WriteEntry(Entry("../outside.txt"));
            foreach (var file in files)
                tar.WriteEntry(Entry($"cifar-10-batches-bin/{file}"));
        }
        return bytes.ToArray();

        static PaxTarEntry Entry(string name)
        {
            var noise = new byte[600];
            new Random(name.Length).NextBytes(noise);
            return new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([.. Encoding.ASCII.GetBytes(Path.GetFileName(name)), .. noise]) };
        }
    }
}
