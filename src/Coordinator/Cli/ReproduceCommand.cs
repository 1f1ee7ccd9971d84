using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sweep.Coordinator.Cli.Programs;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Models;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Reproducing;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// <c>sweep reproduce TRIAL</c>: trains a trial again, alone, on this machine, and says how like its record it is. Nothing becomes a
/// result.
/// </summary>
internal static class ReproduceCommand
{
    public static Command Create(Shell shell)
    {
        var trial = TrialArgument.Required();
        var sweep = TrialArgument.Sweep();
        var epsilon = new Option<string>("--epsilon")
        {
            Description = "How far a metric may lie from its record to count as the same: losses by ratio, accuracies by difference.",
            HelpName = "number",
            DefaultValueFactory = _ => Epsilon.Default.ToString(CultureInfo.InvariantCulture),
        };
        var device = new Option<string?>("--device")
        {
            Description = "Where to train: cpu, cuda:0 or auto (default: the kind of device that the trial was trained on).",
            HelpName = "device",
        };
        device.TakesOneOf(LocalTrainer.Cpu, "cuda:0", LocalTrainer.Auto);
        var certificate = new Option<string?>("--out")
        {
            Description = "Write the verdict with all that led to it as JSON.",
            HelpName = "file",
        };
        var model = new Option<string?>("--save-model")
        {
            Description = "Write the network too, as 'sweep export model' does.",
            HelpName = "file",
        };
        var command = new Command("reproduce", "Train a trial again, alone, from scratch, and say whether it comes out the same.")
        {
            trial, sweep, epsilon, device, certificate, model
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var allowed = Read(parsed.GetRequiredValue(epsilon));
            var (record, row, recorded) =
                await Recorded(shell, parsed, parsed.GetRequiredValue(trial), parsed.GetValue(sweep), cancellation);
            await DatasetFetch.Check(record.Spec, parsed.GetValue(GlobalOptions.Data), terminal, cancellation);

            terminal.Tell($"trial {row.Trial} of {record.Spec.Name}: {HyperparametersText.Of(row.Hyperparameters)}");
            foreach (var line in ReproductionText.Recorded(Stretch.Of(recorded)))
                terminal.Tell(line);
            var folder = Directory.CreateTempSubdirectory("sweep-reproduce-");
            try
            {
                await using var trainer = LocalTrainer.Start(
                    parsed.GetValue(device) ?? DeviceFor(recorded), parsed.GetValue(GlobalOptions.Data));
                var training = new RepeatedTraining(terminal, shell.Clock, recorded, allowed);
                var code = await Code(shell, parsed, record.Spec, folder.FullName, cancellation);
                var repeated = await training.Train(trainer, OrderFor(record.Spec, row, recorded), folder.FullName, code, cancellation);
                var reproduction = Reproduction.Of(recorded, repeated, training.Provenance, allowed);
                if (parsed.GetValue(model) is { } place)
                    await SaveModel(place, record, row, training, repeated[^1], trainer, parsed, cancellation);
                Show(
                    terminal, reproduction, record.Spec.Program is not null,
                    Document(record, row, recorded, training.Provenance, reproduction, shell.Clock),
                    parsed.GetValue(certificate));
                return reproduction.Verdict == Likeness.Different ? ExitCode.FailedTrials : ExitCode.Done;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static async Task<(SweepRecord Record, TrialRow Trial, ImmutableArray<RecordedEpoch> Epochs)> Recorded(
        Shell shell, ParseResult parsed, string trial, string? sweep, CancellationToken cancellation)
    {
        await using var answers = await HomeAnswers.For(shell, parsed, cancellation);
        var record = await answers.Queries.Record(sweep, cancellation);
        var row = TrialArgument.Find(record, trial);
        TrialArgument.Explain(shell.TerminalFor(parsed), record, trial);
        if (row.State is not (TrialState.Completed or TrialState.Diverged))
            throw new BadInputException($"Trial {row.Trial} is {row.State.ToString().ToLowerInvariant()} and has no result to compare "
                + "with; take one that is completed or diverged ('sweep results' lists them).");
        return (record, row, RecordedEpoch.Of(record, row, await answers.Queries.Origins(row.Run, cancellation)));
    }

    /// <summary>The folder with the code that the trial was trained with; null where it has none.</summary>
    private static async Task<string?> Code(
        Shell shell, ParseResult parsed, SweepSpec spec, string folder, CancellationToken cancellation)
    {
        if (spec.Program?.Code is not { } code)
            return null;
        var place = Path.Combine(folder, code);
        await using var answers = await HomeAnswers.For(shell, parsed, cancellation);
        await CodeCommand.Write(answers.Queries, spec.Name, code, place, cancellation);
        return place;
    }

    /// <summary>The network of the last epoch, with the provenance of this training, not of the recorded one.</summary>
    private static async Task SaveModel(
        string place, SweepRecord record, TrialRow row, RepeatedTraining training, RepeatedEpoch last, LocalTrainer trainer,
        ParseResult parsed, CancellationToken cancellation)
    {
        if (last.Checkpoint is not { } sha256 || training.LastCheckpoint is not { } checkpoint)
            throw new BadInputException(
                $"--save-model: trial {row.Trial} diverges, so there is no network to save; leave the option out, or take another trial.");
        var dataset = TrainedModel.Dataset(record.Spec, training.Provenance, parsed.GetValue(GlobalOptions.Data));
        var here = new Stretch(1, last.Metrics.Epoch, Environment.MachineName, training.Provenance);
        await ModelFile.Write("--save-model", place, ModelDescription.Of(record.Spec, row, last.Metrics, [here], sha256, dataset),
            checkpoint, trainer, cancellation);
    }

    private static Epsilon Read(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and < 1
            ? new(value)
            : throw new BadInputException($"--epsilon '{text}' must be a number from 0 to less than 1; write for instance --epsilon 0.01.");

    /// <summary>The kind of device that trained the last epoch, since bits are the same on the same kind only.</summary>
    private static string DeviceFor(IReadOnlyList<RecordedEpoch> recorded) =>
        recorded[^1].Provenance is { } p && p.Device.StartsWith("cuda", StringComparison.Ordinal) ? LocalTrainer.Auto : LocalTrainer.Cpu;

    private static RunOrder OrderFor(SweepSpec spec, TrialRow row, IReadOnlyList<RecordedEpoch> recorded) =>
        new(row.Run, spec.Name, row.Hyperparameters.Shared, spec.Dataset, spec.Model, spec.Precision, null, row.Epochs)
        {
            Program = spec.Program,
            Metric = spec.Program is null ? null : spec.Objective.Metric,
            Arithmetic = recorded[0].Provenance?.SameArithmetic,
        };

    private static void Show(
        Terminal terminal, Reproduction reproduction, bool program, Certificate document, string? place)
    {
        if (terminal.Json)
            terminal.WriteJson(document);
        else
            foreach (var line in ReproductionText.Verdict(reproduction, program))
                terminal.Answer(line);
        if (place is null)
            return;
        NamedOutput.Write("--out", place, () => OutputFile.WriteText(place, JsonSerializer.Serialize(document, SweepJson.Options) + "\n"));
        terminal.Tell($"The certificate is in {Path.GetFullPath(place)}.");
    }

    private static Certificate Document(
        SweepRecord record, TrialRow row, ImmutableArray<RecordedEpoch> recorded, Provenance repeated, Reproduction reproduction,
        TimeProvider clock) => new(
        record.Spec.Name, row.Trial, row.Hyperparameters, record.Spec.Model.Name, record.Spec.Dataset,
        reproduction.Verdict, reproduction.Epsilon, reproduction.Epochs, reproduction.Changes, Stretch.Of(recorded), repeated,
            clock.GetUtcNow());
}
