using System.Text.Json;

namespace Sweep.Experiments.Running;

/// <summary>The state of a simulated run after an epoch, as a file: what follows depends on its content.</summary>
internal sealed record SimulatedCheckpoint(int Epoch, string State)
{
    public static SimulatedCheckpoint Read(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize<SimulatedCheckpoint>(file) ?? throw new InvalidDataException($"{path} is no checkpoint of a simulated run.");
    }

    /// <summary>Written beside its place and renamed, so that it is there whole or not at all.</summary>
    public void Write(string path)
    {
        var beside = path + ".writing";
        File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(beside, path, overwrite: true);
    }
}
