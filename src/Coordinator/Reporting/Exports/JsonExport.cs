using System.Text.Json;
using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Reporting.Exports;

/// <summary>The whole record as one JSON document: the spec and its source, trials, learning curves by run, attempts with their provenance.</summary>
internal static class JsonExport
{
    public static void Write(SweepRecord sweep, string folderOrFile)
    {
        var path = Path.GetExtension(folderOrFile) == ".json" ? folderOrFile : Path.Combine(folderOrFile, $"{sweep.Spec.Name}.json");
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, sweep, SweepJson.Options));
    }
}
