using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Files;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Homes;

/// <summary>A small JSON file that only its owner may read: written whole or not at all.</summary>
internal static class OwnersFile
{
    public static void Write<T>(string path, T content) =>
        DurableFile.Write(path, file => JsonSerializer.Serialize(file, content, SweepJson.Options),
            UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>Null where there is no such file.</summary>
    /// <param name="remedy">What to do about a file that cannot be read, as the end of a sentence.</param>
    /// <exception cref="BadInputException">There is one, and it cannot be read.</exception>
    public static T? ReadOrRefuse<T>(string path, string remedy) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), StrictJson.Options) : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path} cannot be read ({e.Message.TrimEnd('.')}): {remedy}", e);
        }
    }

    /// <summary>Null where there is no such file, or none that can be read.</summary>
    public static T? Read<T>(string path) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), StrictJson.Options);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
