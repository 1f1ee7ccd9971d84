using System.Globalization;
using Sweep.Experiments.Trials;
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
        var (tab, times) = (new HyperparametersTab(sweep), new TrialTimes(sweep));
        foreach (var trial in sweep.Trials)
        {
            var curve = sweep.CurveOf(trial);
            if (curve.Length == 0) continue;
            var (start, end) = (times.StartOf(trial), times.EndOf(trial));
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
    private static string FolderOf(TrialRow trial) =>
        string.Concat(trial.Hyperparameters.Values.Select(value => $"{Short(value.Key)}={Plain(value.Value.ToString())},"))
        + trial.Trial.Value;

    private static string Short(string name) => name switch
    {
        ParameterName.WeightDecay => "wd",
        ParameterName.BatchSize => "batch",
        _ => name,
    };

    /// <summary>A text as a part of a folder's name.</summary>
    private static string Plain(string value) => string.Concat(
        value.Take(LongestValue).Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '+' or '_' ? c : '_'));

    private const int LongestValue = 24;
}
