using Sweep.Coordinator.Reproducing;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Models;

/// <summary>The network of a trial, out of the checkpoint after its last epoch.</summary>
internal static class TrainedModel
{
    /// <summary>Whether the trial left a network at all.</summary>
    /// <exception cref="BadInputException">It did not: simulated, diverged or not trained to its end.</exception>
    public static void Check(SweepSpec spec, TrialRow trial)
    {
        if (spec.Model.Name != ModelSpec.NotebookCnn)
            throw new BadInputException(
                $"The trials of {spec.Name} are of model {spec.Model.Name}, which has no network; train a sweep with model: "
                + $"{ModelSpec.NotebookCnn}.");
        if (trial.State == TrialState.Diverged)
            throw new BadInputException(
                $"Trial {trial.Trial} diverged: its weights are no numbers any more; take a completed one ('sweep results' lists them).");
        if (trial.State != TrialState.Completed)
            throw new BadInputException(
                $"Trial {trial.Trial} is {trial.State.ToString().ToLowerInvariant()} and has no network yet; take a completed one, or "
                + $"train it to its end with 'sweep resume {spec.Name}'.");
    }

    /// <summary>The dataset that the network was trained on, for its classes and its normalisation.</summary>
    /// <exception cref="BadInputException">What is found here is another one.</exception>
    public static Dataset Dataset(SweepSpec spec, Provenance? trained, string? dataFolder)
    {
        var dataset = Datasets.Load(spec.Dataset, dataFolder);
        return trained is null || trained.DatasetFingerprint == dataset.Fingerprint
            ? dataset
            : throw new BadInputException(
                $"The dataset {spec.Dataset.Name} found here is not the one that was trained on (fingerprint "
                    + $"{dataset.Fingerprint[..12]}… instead of {trained.DatasetFingerprint[..12]}…), and the normalisation is taken "
                    + "from it; name the right folder with --data.");
    }

    /// <summary>Brings the checkpoint into a file and verifies that it is what its name says.</summary>
    public static async Task Fetch(
        IQueries queries, SweepRecord record, TrialRow trial, RecordedEpoch last, string file, CancellationToken cancellation)
    {
        var remedy = $"'sweep reproduce {trial.Trial} --sweep {record.Spec.Name} --save-model FILE' trains the network again";
        if (last.Checkpoint is not { } sha256)
            throw new BadInputException($"No checkpoint is recorded after epoch {last.Metrics.Epoch} of trial {trial.Trial}; {remedy}.");
        await using var content = await queries.Checkpoint(sha256, cancellation)
            ?? throw new BadInputException(
                $"The checkpoint after epoch {last.Metrics.Epoch} of trial {trial.Trial} is not there any more ({sha256} in blobs/); "
                + $"{remedy}.");
        await using (var copy = File.Create(file))
            await content.CopyToAsync(copy, cancellation);
        await using var written = File.OpenRead(file);
        if (await Sha256Name.OfAsync(written, cancellation) != sha256)
            throw new BadInputException(
                $"The checkpoint after epoch {last.Metrics.Epoch} of trial {trial.Trial} is damaged (its content does not hash to "
                + $"{sha256}); {remedy}.");
    }
}
