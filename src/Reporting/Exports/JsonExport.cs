using System.Collections.Immutable;
using System.Text.Json;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>
/// The whole record as one JSON document: the spec and its source, trials, learning curves by run, attempts with their provenance.
/// </summary>
internal static class JsonExport
{
    /// <param name="Curves">In the grid's order, so that the same sweep is the same file.</param>
    private sealed record Document(
        SweepSpec Spec, string Source, DateTimeOffset SubmittedAt, ShownSweep View, IEnumerable<ShownTrial> Trials,
        OrderedDictionary<RunId, ImmutableArray<EpochMetrics>> Curves, ImmutableArray<Attempt> Attempts);

    public static void Write(SweepRecord sweep, string folderOrFile, CancellationToken cancellation = default)
    {
        var path = Path.GetExtension(folderOrFile) == ".json" || OutputPlace.IsStream(folderOrFile)
            ? folderOrFile
            : Path.Combine(folderOrFile, $"{sweep.Spec.Name}.json");
        var runs = sweep.Trials.Select(trial => trial.Run).Distinct().Where(sweep.Curves.ContainsKey);
        var document = new Document(
            sweep.Spec, sweep.Source, sweep.SubmittedAt, ShownSweep.Of(sweep.View), sweep.Trials.Select(ShownTrial.Of),
            new(runs.Select(run => KeyValuePair.Create(run, sweep.Curves[run]))), sweep.Attempts);
        OutputFile.Write(path, stream => JsonSerializer.Serialize(stream, document, SweepJson.Options), cancellation);
    }
}
