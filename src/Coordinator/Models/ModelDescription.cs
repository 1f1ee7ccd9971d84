using System.Collections.Immutable;
using Sweep.Coordinator.Reproducing;
using Sweep.Experiments.Data;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Models;

/// <summary>
/// All that has to be known to use a saved network, and where it came from: the JSON file beside it. Names are a contract; new ones may be
/// added.
/// </summary>
/// <param name="Layers">Its layers in sequence, for an image of <paramref name="Input"/>.</param>
/// <param name="Classes">The name of every output.</param>
/// <param name="Normalisation">Mean and deviation of the training set's channels, for pixels scaled to 0..1: (x/255 − mean) /
/// deviation.</param>
/// <param name="Metrics">After the trial's last epoch, which the weights are from.</param>
/// <param name="Trained">Who trained which epochs, where and with what.</param>
/// <param name="Checkpoint">SHA-256 of the checkpoint that the weights were taken from.</param>
/// <param name="Weights">SHA-256 of the file that this one describes; empty until it is written.</param>
internal sealed record ModelDescription(
    string Model, ImageShape Input, ImmutableArray<string> Layers, ImmutableArray<string> Classes, ChannelStatistics Normalisation,
    string Sweep, TrialId Trial, Hyperparameters Hyperparameters, DatasetSpec Dataset, EpochMetrics Metrics,
    ImmutableArray<Stretch> Trained,
    string Checkpoint, string Weights)
{
    public static ModelDescription Of(
        SweepSpec spec, TrialRow trial, EpochMetrics metrics, ImmutableArray<Stretch> trained, string checkpoint, Dataset dataset)
    {
        var input = new ImageShape(dataset.Train.Channels, dataset.Train.Height, dataset.Train.Width);
        return new(
            spec.Model.Name, input, [.. ModelSummary.NotebookCnn(input, 1, dataset.Classes.Count).Layers.Select(layer => layer.Name)],
            [.. dataset.Classes], ChannelStatistics.Of(dataset.Train),
            spec.Name, trial.Trial, trial.Hyperparameters, spec.Dataset, metrics, trained, checkpoint, "");
    }

    /// <summary>
    /// The arithmetic to classify in: that of the validation, except that what a GPU computed in half precision is computed in full
    /// precision on a processor, which has no such arithmetic.
    /// </summary>
    public Precision Arithmetic =>
        Trained is [.., { Provenance: { Device: "cpu", Precision: Precision.Mixed } }] ? Precision.Mixed : Precision.Fp32;
}
