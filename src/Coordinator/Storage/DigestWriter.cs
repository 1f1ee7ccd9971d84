using System.Text;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Writes the content of a digest: numbers as they lie in memory, a text once and then by its number, and nothing for what is not there.
/// <see cref="DigestReader"/> reads the same in the same order.
/// </summary>
internal sealed class DigestWriter : IDisposable
{
    /// <summary>A number of images that is not known.</summary>
    internal const int Unknown = -1;

    private readonly BinaryWriter to;
    private readonly Dictionary<string, int> texts = [];
    private readonly Dictionary<RunId, int> runs = [];

    private DigestWriter(Stream to) => this.to = new(to, Encoding.UTF8, leaveOpen: true);

    public static void Write(Digest digest, Stream to)
    {
        using var writer = new DigestWriter(to);
        writer.Each(digest.Sweeps, writer.Write);
        writer.Each(digest.Agents, writer.Write);
        writer.Each(digest.Failures, writer.Write);
    }

    public void Dispose() => to.Dispose();

    private void Write(DigestedSweep sweep)
    {
        var outline = sweep.Outline;
        Text(outline.Name);
        Text(outline.Dataset);
        Text(outline.Model);
        Text(outline.Objective);
        Instant(outline.SubmittedAt);
        to.Write(outline.Cancelled);
        Write(outline.Counts);
        to.Write7BitEncodedInt(outline.Runs);
        to.Write7BitEncodedInt(outline.EpochsTrained);
        to.Write7BitEncodedInt(outline.EpochsPlanned);
        to.Write(outline.Best is not null);
        if (outline.Best is { } best)
        {
            to.Write(best.Trial.Value);
            to.Write(best.Mean);
            to.Write7BitEncodedInt(best.Seeds);
            to.Write(best.Single.Value);
        }
        to.Write(sweep.Rules.Objective.Maximize);
        to.Write(sweep.Rules.OfProgram);
        to.Write(sweep.Rules.Images ?? Unknown);
        to.Write(sweep.Spec);
        to.Write(sweep.Source);
        to.Write(sweep.Submitted);
        Each(sweep.Trials, Write);
    }

    private void Write(TrialCounts counts)
    {
        foreach (var count in (int[])
            [counts.Total, counts.Completed, counts.Diverged, counts.Failed, counts.Pending, counts.Running, counts.Cancelled])
            to.Write7BitEncodedInt(count);
    }

    private void Write(TrialRow row)
    {
        to.Write(row.Trial.Value);
        to.Write((byte)row.State);
        Run(row);
        to.Write7BitEncodedInt(row.Epochs);
        to.Write7BitEncodedInt(row.Attempt);
        to.Write(row.InGrid);
        to.Write((int)Of(row));
        Number(row.TrainLoss);
        Number(row.ValLoss);
        Number(row.ValAccuracy);
        if (row.BestEpoch is { } epoch)
            to.Write7BitEncodedInt(epoch);
        Number(row.BestEpochValAccuracy);
        Number(row.BestEpochValue);
        Number(row.Seconds);
        Number(row.OwnSeconds);
        Number(row.LostSeconds);
        TextIfAny(row.Agent);
        TextIfAny(row.Cause);
        TextIfAny(row.Device);
        TextIfAny(row.Host);
        TextIfAny(row.Precision);
        InstantIfAny(row.Started);
        InstantIfAny(row.Finished);
        if (row.Metrics is { } metrics)
            Each(metrics, metric =>
            {
                Text(metric.Key);
                to.Write(metric.Value);
            });
    }

    private static TrialFields Of(TrialRow row) =>
        If(row.TrainLoss is not null, TrialFields.TrainLoss)
        | If(row.ValLoss is not null, TrialFields.ValLoss)
        | If(row.ValAccuracy is not null, TrialFields.ValAccuracy)
        | If(row.BestEpoch is not null, TrialFields.BestEpoch)
        | If(row.BestEpochValAccuracy is not null, TrialFields.BestEpochValAccuracy)
        | If(row.BestEpochValue is not null, TrialFields.BestEpochValue)
        | If(row.Seconds is not null, TrialFields.Seconds)
        | If(row.OwnSeconds is not null, TrialFields.OwnSeconds)
        | If(row.LostSeconds is not null, TrialFields.LostSeconds)
        | If(row.Agent is not null, TrialFields.Agent)
        | If(row.Cause is not null, TrialFields.Cause)
        | If(row.Device is not null, TrialFields.Device)
        | If(row.Host is not null, TrialFields.Host)
        | If(row.Precision is not null, TrialFields.Precision)
        | If(row.Started is not null, TrialFields.Started)
        | If(row.Finished is not null, TrialFields.Finished)
        | If(row.Metrics is not null, TrialFields.Metrics);

    private static TrialFields If(bool there, TrialFields field) => there ? field : TrialFields.None;

    /// <summary>The trials of a run have its parameters in common.</summary>
    private void Run(TrialRow row)
    {
        if (runs.TryGetValue(row.Run, out var known))
        {
            to.Write7BitEncodedInt(known);
            return;
        }
        to.Write7BitEncodedInt(runs.Count);
        runs.Add(row.Run, runs.Count);
        to.Write(row.Run.Value);
        Write(row.Hyperparameters.Shared);
    }

    private void Write(RunParameters parameters)
    {
        var values = parameters.Values.ToList();
        Each(values, value =>
        {
            Text(value.Key);
            Write(value.Key, value.Value);
        });
    }

    /// <summary>As documents have it, in which these two are never whole numbers.</summary>
    private void Write(string name, ParameterValue value)
    {
        var kind = value.Kind == ParameterKind.Whole && name is ParameterName.LearningRate or ParameterName.WeightDecay
            ? ParameterKind.Number
            : value.Kind;
        to.Write((byte)kind);
        switch (kind)
        {
            case ParameterKind.Text: to.Write(value.Text); break;
            case ParameterKind.Boolean: to.Write(value.Boolean); break;
            case ParameterKind.Whole: to.Write(value.Whole); break;
            default: to.Write(value.Number); break;
        }
    }

    private void Write(AgentView agent)
    {
        Text(agent.Agent);
        Text(agent.Host);
        to.Write((byte)agent.State);
        Each(agent.Slots, slot =>
        {
            to.Write7BitEncodedInt(slot.Number);
            Text(slot.Device);
            Text(slot.Model);
        });
        Text(agent.Program);
        Instant(agent.LastSeen);
        Optional(agent.Note);
        to.Write(agent.Hold is not null);
        if (agent.Hold is { } hold)
            to.Write((byte)hold);
    }

    private void Write(FailureView failure)
    {
        Instant(failure.At);
        Text(failure.Sweep);
        to.Write(failure.Run.Value);
        Write(failure.Parameters);
        Text(failure.Agent);
        to.Write7BitEncodedInt(failure.Slot);
        to.Write7BitEncodedInt(failure.Attempt);
        to.Write((byte)failure.Outcome);
        Text(failure.Detail);
        to.Write((byte)failure.RunState);
    }

    private void Each<T>(IReadOnlyCollection<T> all, Action<T> write)
    {
        to.Write7BitEncodedInt(all.Count);
        foreach (var one in all)
            write(one);
    }

    private void Text(string text)
    {
        if (texts.TryGetValue(text, out var known))
        {
            to.Write7BitEncodedInt(known);
            return;
        }
        to.Write7BitEncodedInt(texts.Count);
        texts.Add(text, texts.Count);
        to.Write(text);
    }

    private void Optional(string? text)
    {
        to.Write(text is not null);
        TextIfAny(text);
    }

    private void TextIfAny(string? text)
    {
        if (text is not null)
            Text(text);
    }

    private void Number(double? number)
    {
        if (number is { } value)
            to.Write(value);
    }

    private void Instant(DateTimeOffset at) => to.Write(at.UtcTicks);

    private void InstantIfAny(DateTimeOffset? at)
    {
        if (at is { } instant)
            Instant(instant);
    }
}
