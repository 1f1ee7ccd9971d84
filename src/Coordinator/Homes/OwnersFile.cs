using System.Text.Json;
using Sweep.Files;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Homes;

/// <summary>A small JSON file that only its owner may read: written whole or not at all.</summary>
internal static class OwnersFile
{
    public static void Write<T>(string path, T content) =>
        DurableFile.Write(path, file => JsonSerializer.Serialize(file, content, SweepJson.Options),
            UnixFileMode.UserRead | UnixFileMode.UserWrite);

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
