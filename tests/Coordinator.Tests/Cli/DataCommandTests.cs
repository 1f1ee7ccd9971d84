using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sweep.Coordinator.Cli;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Tests.Cli;

public sealed class DataCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-data").FullName;
    private readonly OfflineCli cli = new(shell => DataCommand.Create(shell));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Stats_CountsClassesAndChannels()
    {
        var stats = (await cli.Run("data", "stats", "shapes10", "--train", "200", "--validation", "50", "--json")).Json;

        Assert.Equal(64, stats.GetProperty("fingerprint").GetString()!.Length);
        Assert.Equal(200, stats.GetProperty("train").GetProperty("images").GetInt32());
        Assert.Equal(5, stats.GetProperty("validation").GetProperty("classes").GetProperty("star").GetInt32());
        Assert.Equal(3, stats.GetProperty("train").GetProperty("mean").GetArrayLength());
    }

    [Fact]
    public async Task Stats_AreReadableByPeople()
    {
        var answer = await cli.Run("data", "stats", "shapes10", "--train", "200", "--validation", "50");

        Assert.Contains("shapes10: 200 training and 50 validation images", answer.Out, StringComparison.Ordinal);
        Assert.Matches(@"triangle +20 +5", answer.Out);
        Assert.Matches(@"red deviation +0\.\d{6} +0\.\d{6}", answer.Out);
    }

    [Fact]
    public async Task Stats_ChecksStandardisation_AndGivesABatchsShape()
    {
        var stats = (await cli.Run("data", "stats", "shapes10", "--train", "205", "--validation", "50", "--standardised", "--json")).Json;

        foreach (var channel in stats.GetProperty("standardised").GetProperty("train").EnumerateArray())
        {
            Assert.Equal(0, channel.GetProperty("mean").GetDouble(), 1e-6);
            Assert.Equal(1, channel.GetProperty("deviation").GetDouble(), 1e-6);
        }
        Assert.InRange(stats.GetProperty("standardised").GetProperty("validation")[0].GetProperty("deviation").GetDouble(), 0.8, 1.2);
        Assert.Equal("[8,3,32,32]", stats.GetProperty("batch").GetProperty("images").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));

        var people = (await cli.Run("data", "stats", "shapes10", "--train", "205", "--validation", "50", "--standardised", "--batch", "10")).Out;
        Assert.Matches(@"red mean, standardised +0\.000000 +-?0\.\d{6}", people);
        Assert.Matches(@"blue deviation, standardised +1\.000000 +\d\.\d{6}", people);
        Assert.Contains("a batch: images [10, 3, 32, 32] (batch, channels, height, width), labels [10]; 21 steps an epoch, the last with 5", people, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_OfOnePicture_TellsItsNumbers()
    {
        var path = Path.Combine(folder, "one.png");

        var people = (await cli.Run("data", "show", "shapes10", "--train", "100", "--index", "7", "--out", path)).Out;

        Assert.Matches(@"shows picture 7 of shapes10's training set: \w+, 3 x 32 x 32\npixels, 0 to 1       minimum 0\.\d{4}  maximum [01]\.\d{4}  mean 0\.\d{4}  deviation 0\.\d{4}\nstandardised         minimum -", people);
        Assert.Equal(140, BinaryPrimitives.ReadInt32BigEndian((await File.ReadAllBytesAsync(path)).AsSpan(16)));
        Assert.Equal(
            "--index 100: the training set has 100 pictures, counted from 0; write a number up to 99.",
            (await Assert.ThrowsAsync<BadInputException>(() => cli.Run("data", "show", "shapes10", "--train", "100", "--index", "100", "--out", path))).Message);
    }

    [Fact]
    public async Task Show_WritesAPngOfThatSize()
    {
        var path = Path.Combine(folder, "sheet.png");

        var answer = await cli.Run("data", "show", "shapes10", "--out", path, "--count", "23", "--json");

        Assert.Equal(23, answer.Json.GetProperty("pictures").GetInt32());
        var png = await File.ReadAllBytesAsync(path);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal((10 * 134) + 6, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal((3 * 154) + 6, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Theory]
    [InlineData("many")]
    [InlineData("0")]
    public async Task BadCount_IsOneSentence(string count) => Assert.Equal(
        $"--count '{count}' must be a whole number from 1 to 2000; write for instance --count 40.",
        (await Assert.ThrowsAsync<BadInputException>(() => cli.Run("data", "show", "shapes10", "--count", count))).Message);

    [Fact]
    public async Task UnknownDataset_NamesTheKnown() => Assert.Equal(
        "The dataset 'mnist' is not known; known are cifar10, shapes10.",
        (await Assert.ThrowsAsync<BadInputException>(() => cli.Run("data", "stats", "mnist"))).Message);

    [Fact]
    public async Task MissingDataset_SaysWhereItLooked() =>
        Assert.StartsWith($"--data names the folder {folder}, which holds no CIFAR-10", (await Assert.ThrowsAsync<DataUnavailableException>(() => cli.Run("data", "stats", "--data", folder))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Fetch_DownloadsOnceAndThenFindsIt()
    {
        var requests = 0;
        var (archive, sum) = Archive();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/a.tar.gz", () =>
        {
            requests++;
            return Results.Bytes(archive);
        });
        await server.StartAsync();
        var fetching = new OfflineCli(shell => DataCommand.Create(shell, new Cifar10Download(new($"{server.Urls.Single()}/a.tar.gz"), sum)));

        var first = await fetching.Run("data", "fetch", "--data", folder, "--json");
        var second = await fetching.Run("data", "fetch", "--data", folder);
        var quiet = await fetching.Run("data", "fetch", "--quiet", "--data", Path.Combine(folder, "again"));

        Assert.Equal(("", $"CIFAR-10 is now in {Path.Combine(folder, "again", "cifar-10-batches-bin")}.\n"), (quiet.Error, quiet.Out));
        Assert.True(first.Json.GetProperty("downloaded").GetBoolean());
        Assert.Contains("100 % of", first.Error, StringComparison.Ordinal);
        Assert.Equal($"CIFAR-10 is already in {Path.Combine(folder, "cifar-10-batches-bin")}.\n", second.Out);
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Fetch_TakesAnArchiveFromDisk()
    {
        var (archive, sum) = Archive();
        var file = Path.Combine(folder, "mine.tar.gz");
        File.WriteAllBytes(file, archive);
        var fetching = new OfflineCli(shell => DataCommand.Create(shell, new Cifar10Download(new("http://nowhere.invalid/a.tar.gz"), sum)));

        var fetched = await fetching.Run("data", "fetch", file, "--data", folder);

        Assert.Equal($"CIFAR-10 is now in {Path.Combine(folder, "cifar-10-batches-bin")}.\n", fetched.Out);
        Assert.Empty(fetched.Error);
    }

    /// <summary>Full-size files of zeros, which pack to next to nothing.</summary>
    private static (byte[] Bytes, string Md5) Archive()
    {
        using var bytes = new MemoryStream();
        using (var zipped = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zipped))
        {
            var zeros = new byte[30_730_000];
            foreach (var name in (string[])["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"])
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"cifar-10-batches-bin/{name}") { DataStream = new MemoryStream(zeros) });
        }
#pragma warning disable CA5351 // The sum that the publisher of CIFAR-10 gives is an MD5 sum.
        return (bytes.ToArray(), Convert.ToHexStringLower(MD5.HashData(bytes.ToArray())));
#pragma warning restore CA5351
    }
}
