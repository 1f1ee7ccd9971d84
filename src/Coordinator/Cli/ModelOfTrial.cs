using System.CommandLine;
using Sweep.Coordinator.Models;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Reproducing;

namespace Sweep.Coordinator.Cli;

/// <summary>A trial's network for a command: its description, and its checkpoint in a file that is gone when the command is.</summary>
internal sealed class ModelOfTrial : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-model-");

    private ModelOfTrial()
    {
    }

    public string Checkpoint => Path.Combine(folder.FullName, "checkpoint");

    public required ModelDescription Description { get; init; }

    public static async Task<ModelOfTrial> Fetch(
        Shell shell, ParseResult parsed, string trial, string? sweep, CancellationToken cancellation)
    {
        await using var answers = await HomeAnswers.For(shell, parsed, cancellation);
        var record = await answers.Queries.Record(sweep, cancellation);
        var row = TrialArgument.Find(record, trial);
        TrialArgument.Explain(shell.TerminalFor(parsed), record, trial);
        TrainedModel.Check(record.Spec, row);
        var epochs = RecordedEpoch.Of(record, row, await answers.Queries.Origins(row.Run, cancellation));
        var data = parsed.GetValue(GlobalOptions.Data);
        await DatasetFetch.Check(record.Spec, data, shell.TerminalFor(parsed), cancellation);
        var last = epochs[^1];
        var dataset = TrainedModel.Dataset(record.Spec, last.Provenance, data);
        var model = new ModelOfTrial
        {
            Description = ModelDescription.Of(record.Spec, row, last.Metrics, Stretch.Of(epochs), last.Checkpoint ?? "", dataset),
        };
        try
        {
            await TrainedModel.Fetch(answers.Queries, record, row, last, model.Checkpoint, cancellation);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
