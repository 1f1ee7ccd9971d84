using System.Security.Cryptography;
using System.Text.Json;
using Sweep.Files;

namespace Sweep.Experiments.Running;

/// <summary>The state of a simulated run after an epoch, as a file: what follows depends on its content.</summary>
/// <param name="State">A SHA-256 in hexadecimal.</param>
internal sealed record SimulatedCheckpoint(int Epoch, string State)
{
    private const int LongestFile = 4096;

    /// <exception cref="CheckpointUnusableException">The file holds something else.</exception>
    public static SimulatedCheckpoint Read(string path)
    {
        using var file = File.OpenRead(path);
        return file.Length <= LongestFile
            && Parse(file) is { State: { Length: 2 * SHA256.HashSizeInBytes } state } checkpoint
            && state.All(char.IsAsciiHexDigit)
            ? checkpoint
            : throw new CheckpointUnusableException($"{path} is no checkpoint of a simulated run.");
    }

    /// <summary>There whole or not at all. An agent puts on disk what it takes over, so nothing has to be there before.</summary>
    public void Write(string path) => WholeFile.Write(path, file => JsonSerializer.Serialize(file, this));

    private static SimulatedCheckpoint? Parse(FileStream file)
    {
        try
        {
            return JsonSerializer.Deserialize<SimulatedCheckpoint>(file);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
