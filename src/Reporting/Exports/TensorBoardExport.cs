using System.Globalization;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>
/// A folder for <c>tensorboard --logdir</c>: for each trial that has trained a folder with one event file of its metrics by epoch, and
/// of its hyperparameters for the HParams tab. Event files hold single precision; the numbers are rounded to it.
/// </summary>
internal static class TensorBoardExport
{
    public static void Write(SweepRecord sweep, string folder)
    {
        var files = new ExportedFiles(folder, "tensorboard", MlflowExport.ExperimentId(sweep.Spec.Name));
        var tab = new HyperparametersTab(sweep);
        foreach (var trial in sweep.Trials)
        {
            var curve = sweep.CurveOf(trial);
            if (curve.Length == 0) continue;
            var (start, end) = (sweep.StartOf(trial), sweep.EndOf(trial));
            // One name for ever: a repeat replaces the file instead of adding a second one, which TensorBoard would show as well.
            files.Write($"{FolderOf(trial)}/events.out.tfevents.0.sweep", stream =>
            {
                var events = new EventFile(stream, start);
                tab.Write(events, trial, start, end);
                var at = start;
                foreach (var epoch in curve)
                {
                    at = at.AddSeconds(epoch.Seconds);
                    foreach (var (metric, value) in epoch.Values)
                        events.Scalar(at, epoch.Epoch, metric, value);
                }
            });
        }
        files.End();
    }

    /// <summary>The name under which TensorBoard shows the trial; the id keeps it unique.</summary>
    private static string FolderOf(TrialRow t) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"lr={t.LearningRate:R},epochs={t.Epochs},wd={t.WeightDecay:R},batch={t.BatchSize},seed={t.Seed},{t.Trial.Value}");
}
