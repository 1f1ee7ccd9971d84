using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Sweep.Experiments.Inputs;
using Sweep.Files;

namespace Sweep.Experiments.Data;

/// <summary>
/// Fetches the archive of CIFAR-10: what a cut connection leaves is kept and continued, the whole is verified, and the files appear
/// all at once under their final name or not at all.
/// </summary>
/// <param name="Source">Where the archive is.</param>
/// <param name="Md5">Lower-case hexadecimal.</param>
public sealed record Cifar10Download(Uri Source, string Md5)
{
    public static readonly Cifar10Download Official =
        new(new("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), "c32a1d4ab5d03f1284b67883e8d87530");

    /// <summary>Bytes: a multiple of what the files take, so that a small archive fills no disk.</summary>
    private const long LargestUnpacked = 1L << 30;

    private const string ArchiveName = "cifar-10-binary.tar.gz.part";

    /// <summary>The publisher's sum of cifar-10-python.tar.gz, which people have more often.</summary>
    private const string PythonMd5 = "c58f30108f718f92721af3b95e74349a";

    /// <summary>How often in a row an attempt may bring nothing before the download is given up.</summary>
    private const int FruitlessAttempts = 4;

    /// <summary>Wait before the second attempt in a row that follows one without a byte; doubled for each further one.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection that brings nothing for so long is given up as cut.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Downloads into <paramref name="folder"/> (made if need be).</summary>
    /// <param name="progress">Told the bytes there are and the bytes there will be, null where the server does not say.</param>
    /// <returns>The folder with the dataset's files.</returns>
    public async Task<string> Fetch(string folder, HttpClient http, Action<long, long?> progress, CancellationToken cancellation)
    {
        var archivePath = Path.Combine(folder, ArchiveName);
        using (var archive = OpenArchive(folder, archivePath))
        {
            var continued = archive.Length > 0;
            await Complete(archive, http, progress, cancellation);
            if (continued && await Md5Of(archive, cancellation) != Md5)
            {
                // What was there before may be of another file: once more from nothing.
                archive.SetLength(0);
                await Complete(archive, http, progress, cancellation);
            }
            var actual = await Md5Of(archive, cancellation);
            if (actual != Md5)
            {
                archive.SetLength(0);
                throw new BadInputException(
                    $"{Source} gave a file with the MD5 sum {actual} instead of {Md5}, and it was thrown away; "
                        + $"try again, or put the files of {Cifar10.FolderName} into {folder} yourself.");
            }
            archive.Position = 0;
            await MakeAndUnpack(archive, folder, cancellation);
        }
        File.Delete(archivePath);
        return Path.Combine(folder, Cifar10.FolderName);
    }

    /// <summary>
    /// Unpacks an archive that somebody has on disk into <paramref name="folder"/>, after the same check. The archive is left as it is.
    /// </summary>
    /// <returns>The folder with the dataset's files.</returns>
    public async Task<string> Unpack(string file, string folder, CancellationToken cancellation)
    {
        using var archive = OpenGiven(file);
        var actual = await Md5Of(archive, cancellation);
        if (actual == PythonMd5)
            throw new BadInputException(
                $"{file} is the archive of CIFAR-10's version for Python, and Sweep reads the binary version of the same pictures; "
                    + $"get {Source}, or run sweep data fetch without a file to download it.");
        if (actual != Md5)
            throw new BadInputException(
                $"{file} has the MD5 sum {actual} instead of {Md5}, so it is cut, damaged or another file than {Source}; "
                    + "copy it again, or run sweep data fetch without a file to download it.");
        archive.Position = 0;
        await MakeAndUnpack(archive, folder, cancellation);
        return Path.Combine(folder, Cifar10.FolderName);
    }

    private static FileStream OpenGiven(string file)
    {
        if (Directory.Exists(file))
            throw new BadInputException(
                $"{file} is a folder; name the archive cifar-10-binary.tar.gz, "
                    + $"or give a folder with the dataset's files to {DatasetFolder.Option}.");
        try
        {
            return new FileStream(LinkedFile.Behind(file).FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"{file} cannot be read ({e.Message.TrimEnd('.')}); "
                    + "name the archive cifar-10-binary.tar.gz, or leave it out to download it.");
        }
    }

    private async Task MakeAndUnpack(FileStream archive, string folder, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder);
            await Unpack(archive, folder, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"{folder} cannot be written ({e.Message.TrimEnd('.')}); "
                    + $"make room there, or name another folder with {DatasetFolder.Option}.");
        }
    }

    /// <summary>Held exclusively, so that two downloads do not write one file.</summary>
    private static FileStream OpenArchive(string folder, string path)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"{path} cannot be written ({e.Message}); "
                    + $"wait if another download is at work there, or name another folder with {DatasetFolder.Option}.");
        }
    }

    /// <summary>Asks for what is missing until all is there.</summary>
    private async Task Complete(FileStream archive, HttpClient http, Action<long, long?> progress, CancellationToken cancellation)
    {
        var pause = Pause;
        for (var fruitless = 0; ;)
        {
            var before = archive.Length;
            var problem = await Attempt(archive, http, progress, cancellation);
            if (problem is null)
                return;
            if (archive.Length > before)
            {
                fruitless = 0;
                pause = Pause;
                continue;
            }
            if (++fruitless == FruitlessAttempts)
                throw new BadInputException(
                    $"{Source} cannot be downloaded ({problem}); "
                        + "check the network and run sweep data fetch again, which continues, "
                        + $"or put the files of {Cifar10.FolderName} into the folder yourself.");
            await Task.Delay(pause, cancellation);
            pause *= 2;
        }
    }

    /// <returns>Null when the archive is complete, else what went wrong.</returns>
    private async Task<string?> Attempt(FileStream archive, HttpClient http, Action<long, long?> progress, CancellationToken cancellation)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stalled.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Source);
            if (archive.Length > 0)
                request.Headers.Range = new RangeHeaderValue(archive.Length, null);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stalled.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                return null; // Nothing is left to ask for; whether it is the right file the sum decides.
            if (!response.IsSuccessStatusCode)
                return FormattableString.Invariant($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}");
            if (!Continues(response, archive.Length))
                archive.SetLength(0);
            archive.Position = archive.Length;
            var total = archive.Length + response.Content.Headers.ContentLength;
            await using var body = await response.Content.ReadAsStreamAsync(stalled.Token);
            var buffer = new byte[1 << 16];
            for (int n; (n = await body.ReadAsync(buffer, stalled.Token)) > 0; stalled.CancelAfter(Patience))
            {
                Keep(archive, buffer.AsSpan(0, n));
                progress(archive.Length, total);
            }
            return total is { } expected && archive.Length < expected ? "the connection was cut" : null;
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return e is OperationCanceledException
                ? FormattableString.Invariant($"nothing came for {Patience.TotalSeconds} seconds")
                : e.Message;
        }
    }

    private static void Keep(FileStream archive, ReadOnlySpan<byte> bytes)
    {
        try
        {
            archive.Write(bytes);
        }
        catch (IOException e)
        {
            throw new BadInputException(
                $"{archive.Name} cannot be written ({e.Message}); "
                    + $"make room there, or name another folder with {DatasetFolder.Option}.");
        }
    }

    /// <summary>Whether the answer begins where the file ends; a server that ignores the range sends everything again.</summary>
    private static bool Continues(HttpResponseMessage response, long length) =>
        response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == length;

    private static async Task<string> Md5Of(FileStream archive, CancellationToken cancellation)
    {
        archive.Position = 0;
#pragma warning disable CA5351 // The publisher gives an MD5 sum and no other; it guards against damage, not against malice.
        return Convert.ToHexStringLower(await MD5.HashDataAsync(archive, cancellation));
#pragma warning restore CA5351
    }

    /// <summary>
    /// Unpacks beside the destination and renames. Only the dataset's own files are taken, so no entry can reach elsewhere.
    /// </summary>
    private async Task Unpack(FileStream archive, string folder, CancellationToken cancellation)
    {
        var destination = Path.Combine(folder, Cifar10.FolderName);
        var beside = destination + ".unpacking";
        DeleteFolder(beside);
        Directory.CreateDirectory(beside);
        try
        {
            await using var unzipped = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
            await Extract(unzipped, beside, cancellation);
        }
        // What is no gzip, or no tar, or ends in the middle of either: its reader meets it with many exceptions, none of them of the disk.
        catch (Exception e) when (
            e is InvalidDataException or FormatException or EndOfStreamException
                or ArgumentException or OverflowException or NotSupportedException)
        {
            DeleteFolder(beside);
            throw new BadInputException(
                $"The archive {archive.Name} cannot be unpacked ({e.Message.TrimEnd('.')}); "
                    + $"fetch it again, or put the files of {Cifar10.FolderName} into {folder} yourself.");
        }
        if (Cifar10.Files.FirstOrDefault(file => !File.Exists(Path.Combine(beside, file))) is { } missing)
        {
            DeleteFolder(beside);
            throw new BadInputException($"{Source} has no {missing} in it; put the files of {Cifar10.FolderName} into {folder} yourself.");
        }
        DeleteFolder(destination);
        foreach (var file in Directory.EnumerateFiles(beside))
            DurableFile.Sync(file);
        DurableFolder.MoveInto(beside, destination);
    }

    private static async Task Extract(Stream unzipped, string into, CancellationToken cancellation)
    {
        await using var tar = new TarReader(new BoundedStream(unzipped, LargestUnpacked));
        while (await tar.GetNextEntryAsync(cancellationToken: cancellation) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                && Path.GetFileName(entry.Name) is { Length: > 0 } name
                && (Cifar10.Files.Contains(name) || name == Cifar10.MetaFile))
                await entry.ExtractToFileAsync(Path.Combine(into, name), overwrite: true, cancellation);
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
