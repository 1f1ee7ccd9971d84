namespace Sweep.Cluster.Tests;

/// <summary>Files in the layout of CIFAR-10's binary archive: sound, and black all over.</summary>
internal static class SomeCifar
{
    public static readonly string[] Files =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    public const int RecordBytes = 3073;

    public static void Write(string folder)
    {
        foreach (var file in Files)
        {
            using var stream = File.Create(Path.Combine(folder, file));
            stream.SetLength(RecordBytes * 10_000);
        }
    }
}
