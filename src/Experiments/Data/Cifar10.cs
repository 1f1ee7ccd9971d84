using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Data;

/// <summary>
/// Reads CIFAR-10 in the layout of its binary archive: five training files and a test file of 10,000 records each, a record being a
/// label byte and 3,072 pixel bytes (red, green, blue; 32 rows of 32). Source: Krizhevsky, "Learning Multiple Layers of Features
/// from Tiny Images", 2009, and the dataset's page.
/// </summary>
public static class Cifar10
{
    /// <summary>The folder inside the archive.</summary>
    public const string FolderName = "cifar-10-batches-bin";

    /// <summary>The folder inside the archive of the version for Python, whose files are pickled objects; and one of them.</summary>
    internal const string PythonFolderName = "cifar-10-batches-py";
    internal const string PythonFile = "data_batch_1";
    public const int TrainImages = 50_000;
    public const int ValidationImages = 10_000;
    private const int RecordsPerFile = 10_000;
    private const int Side = 32;
    private const int PixelBytes = 3 * Side * Side;
    private const int RecordBytes = 1 + PixelBytes;
    internal const string MetaFile = "batches.meta.txt";
    private const string TestFile = "test_batch.bin";
    private const string Mend = "run sweep data fetch, or copy the file again";

    private static readonly string[] TrainFiles =
        [.. Enumerable.Range(1, 5).Select(i => FormattableString.Invariant($"data_batch_{i}.bin"))];
    private static readonly string[] DefaultClasses =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>The files without which the dataset is incomplete.</summary>
    internal static IReadOnlyList<string> Files => [.. TrainFiles, TestFile];

    /// <summary>
    /// The first <paramref name="train"/> and <paramref name="validation"/> images of the dataset in <paramref name="folder"/>.
    /// </summary>
    public static Dataset Read(string folder, int train = TrainImages, int validation = ValidationImages)
    {
        foreach (var file in Files)
            CheckSize(Path.Combine(folder, file));
        return Dataset.Of(
            DatasetSpec.Cifar10, Images(folder, TrainFiles, train), Images(folder, [TestFile], validation), ClassesIn(folder));
    }

    private static void CheckSize(string path)
    {
        const long Expected = (long)RecordsPerFile * RecordBytes;
        var file = LinkedFile.Behind(path);
        if (!file.Exists)
            throw new BadInputException($"{path} is missing; {Mend}.");
        if (file.Length != Expected)
            throw new BadInputException(FormattableString.Invariant(
                $"{path} has {file.Length} bytes instead of {Expected}; it is cut or no CIFAR-10 file: {Mend}."));
    }

    private static ImageSet Images(string folder, string[] files, int count)
    {
        var images = new ImageSet(new byte[count * PixelBytes], new byte[count], 3, Side, Side);
        for (var f = 0; f * RecordsPerFile < count; f++)
            ReadFile(Path.Combine(folder, files[f]), images, f * RecordsPerFile, Math.Min(RecordsPerFile, count - (f * RecordsPerFile)));
        return images;
    }

    private static void ReadFile(string path, ImageSet images, int first, int count)
    {
        using var file = OpenToRead(path);
        var records = new byte[count * RecordBytes];
        file.ReadExactly(records);
        for (var i = 0; i < count; i++)
        {
            var record = records.AsSpan(i * RecordBytes, RecordBytes);
            if (record[0] >= DefaultClasses.Length)
                throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                    $"{path}: the label at byte {(long)i * RecordBytes} is {record[0]}, "
                        + $"but CIFAR-10 has the labels 0 to 9; the file is damaged: {Mend}."));
            images.Labels[first + i] = record[0];
            record[1..].CopyTo(images.Pixels.AsSpan((first + i) * PixelBytes));
        }
    }

    private static FileStream OpenToRead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path} cannot be read ({e.Message}); check its permissions.");
        }
    }

    /// <summary>The names in the archive's own list where that is there and complete.</summary>
    private static string[] ClassesIn(string folder)
    {
        var path = Path.Combine(folder, MetaFile);
        string[] names = File.Exists(path) ? [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)] : [];
        return names.Length == DefaultClasses.Length ? names : DefaultClasses;
    }
}
