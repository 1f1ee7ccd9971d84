using System.Collections.Immutable;
using Sweep.Experiments.Expressions;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Exports;

/// <summary>
/// What TensorBoard's HParams tab reads: summaries of its plugin in the event file of each trial (tensorboard/plugins/hparams:
/// metadata.py for the tags, plugin_data.proto and api.proto for the fields).
/// </summary>
internal sealed class HyperparametersTab
{
    private const string Plugin = "hparams";
    private const string ExperimentTag = "_hparams_/experiment";
    private const string StartTag = "_hparams_/session_start_info";
    private const string EndTag = "_hparams_/session_end_info";

    /// <summary>api.proto, DataType.</summary>
    private const int String = 1, Float64 = 3;

    /// <summary>From this many values on a hyperparameter is filtered by a range.</summary>
    private const int MostValues = 12;

    private readonly byte[] experiment;

    public HyperparametersTab(SweepRecord sweep) => this.experiment = Data(2, Proto.Message(experiment =>
    {
        experiment.Text(6, sweep.Spec.Name).Text(2, "sweep").Double(3, Seconds(sweep.SubmittedAt));
        foreach (var column in TrialColumns.Of(sweep).Parameters)
            experiment.Bytes(4, Hyperparameter(column, sweep.Trials));
        foreach (var metric in MetricsByWorth(sweep))
            experiment.Bytes(5, Proto.Message(info => info.Bytes(1, Proto.Message(name => name.Text(2, metric)))));
    }));

    public void Write(EventFile events, TrialRow trial, DateTimeOffset start, DateTimeOffset end)
    {
        events.Plugin(start, ExperimentTag, Plugin, experiment);
        events.Plugin(start, StartTag, Plugin, Data(3, Proto.Message(session =>
        {
            foreach (var (name, value) in trial.Hyperparameters.Values)
                session.Bytes(1, Proto.Message(entry => entry.Text(1, name).Bytes(2, Of(value))));
            session.Text(4, trial.Trial.Value).Double(5, Seconds(start));
        })));
        if (Status(trial.State) is { } status)
            events.Plugin(end, EndTag, Plugin, Data(4, Proto.Message(session => session.Number(1, status).Double(2, Seconds(end)))));
    }

    private static IEnumerable<string> MetricsByWorth(SweepRecord sweep) =>
        sweep.Spec.Objective == Objective.ValAccuracy || sweep.Spec.Program is not null
            ? [.. SweepMetrics.Of(sweep).Reverse().OrderBy(metric => metric == sweep.Spec.Objective.Metric ? 0 : 1)]
            : ["valLoss", "valAccuracy", "trainLoss"];

    private static byte[] Hyperparameter(RowColumn column, ImmutableArray<TrialRow> trials) => Proto.Message(info =>
    {
        ImmutableArray<ParameterValue> values =
            [.. trials.Select(trial => trial.Hyperparameters[column.Name]).OfType<ParameterValue>().Distinct()
                .OrderBy(value => value.Number).ThenBy(value => value.ToString(), StringComparer.Ordinal)];
        info.Text(1, column.Name).Number(4, column.Kind == ValueKind.Text ? String : Float64);
        if (values.Length is > 0 and <= MostValues || (values.Length > 0 && column.Kind == ValueKind.Text))
            info.Bytes(5, Proto.Message(list => { foreach (var value in values) list.Bytes(1, Of(value)); }));
        else if (values.Length > 0)
            info.Bytes(6, Proto.Message(interval => interval.Double(1, values[0].Number).Double(2, values[^1].Number)));
    });

    /// <summary>True and false are the words for them.</summary>
    private static byte[] Of(ParameterValue value) => value.Kind is ParameterKind.Number or ParameterKind.Whole
        ? Number(value.Number)
        : Proto.Message(v => v.Text(3, value.ToString()));

    /// <summary>google.protobuf.Value.</summary>
    private static byte[] Number(double value) => Proto.Message(v => v.Double(2, value));

    /// <summary>HParamsPluginData, of version 0, which is not written.</summary>
    private static byte[] Data(int field, byte[] what) => Proto.Message(data => data.Bytes(field, what));

    /// <summary>
    /// api.proto, Status: 1 success, 2 failure; a session without an end is running. Diverged is a failure there, so that it is not taken
    /// for a result.
    /// </summary>
    private static int? Status(TrialState state) => state switch
    {
        TrialState.Completed => 1,
        TrialState.Running or TrialState.Pending => null,
        _ => 2,
    };

    private static double Seconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).TotalSeconds;
}
