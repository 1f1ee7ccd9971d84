using System.Security.Cryptography;
using System.Text;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Files;

namespace Sweep.Experiments.Training;

/// <summary>The state of a run after an epoch: enough to continue it bit for bit.</summary>
/// <param name="Epoch">The last epoch trained; 0 is the initialisation.</param>
/// <param name="Values">[3, P]: parameters, then AdamW's m, then its v.</param>
/// <param name="Steps">Optimizer steps taken; steps that the loss scaler skipped are not counted.</param>
internal sealed record Checkpoint(int Epoch, float[] Values, double Steps, double LossScale, double GoodSteps)
{
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("SWEEPRUN");
    private const int Version = 1;

    /// <summary>Of all before the values.</summary>
    private static readonly int HeaderBytes = Magic.Length + (3 * sizeof(int)) + (3 * sizeof(double));

    /// <summary>Far more than the network's values take, and nothing for a machine's memory.</summary>
    private const int LargestFile = 64 << 20;

    /// <summary>The parameters alone [P].</summary>
    public float[] Weights => Values[..NotebookCnn.ParameterCount];

    public static Checkpoint Initial(long seed)
    {
        var values = new float[3 * NotebookCnn.ParameterCount];
        NotebookCnn.Initialise(seed).CopyTo(values, 0);
        return new(0, values, 0, LossScaler.InitialScale, 0);
    }

    /// <summary>
    /// Little-endian: magic (8 bytes), version (int32), epoch (int32), steps, loss scale and good steps (float64), count (int32), that many
    /// float32, SHA-256 of everything before it. The file is there whole or not at all.
    /// </summary>
    public void Write(string path)
    {
        using var content = new MemoryStream(4 * Values.Length + 128);
        using var writer = new BinaryWriter(content);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(Epoch);
        writer.Write(Steps);
        writer.Write(LossScale);
        writer.Write(GoodSteps);
        writer.Write(Values.Length);
        foreach (var value in Values)
            writer.Write(value);
        writer.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));

        DurableFile.Write(path, content.WriteTo);
    }

    /// <summary>Whether the file begins as one of ours does.</summary>
    public static bool IsCheckpoint(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[Magic.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(Magic);
    }

    /// <exception cref="CheckpointUnusableException">The file holds something else.</exception>
    /// <exception cref="BadInputException">A newer program wrote it.</exception>
    public static Checkpoint Read(string path)
    {
        if (new FileInfo(path).Length > LargestFile)
            throw new CheckpointUnusableException(
                $"{path} is larger than any checkpoint of Sweep; delete it and the run starts from an earlier one.");
        var content = File.ReadAllBytes(path);
        var body = content.Length - SHA256.HashSizeInBytes;
        if (body < HeaderBytes || !content.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new CheckpointUnusableException(
                $"{path} is not a checkpoint of Sweep; delete it and the run starts from an earlier one.");
        if (!SHA256.HashData(content.AsSpan(0, body)).AsSpan().SequenceEqual(content.AsSpan(body)))
            throw new CheckpointUnusableException(
                $"The checkpoint {path} is torn or changed (its SHA-256 does not match); "
                    + "delete it and the run starts from an earlier one.");

        using var reader = new BinaryReader(new MemoryStream(content, Magic.Length, body - Magic.Length));
        var version = reader.ReadInt32();
        if (version != Version)
            throw new BadInputException(
                $"The checkpoint {path} has version {version} and this program reads {Version}; "
                    + "train the run with the program that wrote it.");
        var checkpoint = new Checkpoint(reader.ReadInt32(), [], reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        var count = reader.ReadInt32();
        if (count != 3 * NotebookCnn.ParameterCount || body != HeaderBytes + (sizeof(float) * (long)count))
            throw new CheckpointUnusableException(
                $"The checkpoint {path} holds {count} values in {content.Length} bytes "
                    + $"and the network needs {3 * NotebookCnn.ParameterCount}; it belongs to another model.");
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.ReadSingle();
        return checkpoint with { Values = values };
    }
}
