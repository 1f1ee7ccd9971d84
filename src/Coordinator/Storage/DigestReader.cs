using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Sweep.Coordinator.Journal;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>Reads what <see cref="DigestWriter"/> wrote, which has been checked to be that.</summary>
internal sealed class DigestReader : IDisposable
{
    private readonly BinaryReader from;
    private readonly List<string> texts = [];
    private readonly List<(RunId Run, RunParameters Parameters)> runs = [];

    private DigestReader(Stream from) => this.from = new(from, Encoding.UTF8);

    /// <param name="offset">Where the content begins.</param>
    public static Digest Read(JournalEnd end, byte[] bytes, int offset)
    {
        using var reader = new DigestReader(new MemoryStream(bytes, offset, bytes.Length - offset, writable: false));
        return new(end, reader.Each(reader.Sweep), reader.Each(reader.Agent), reader.Each(reader.Failure));
    }

    public void Dispose() => from.Dispose();

    private DigestedSweep Sweep()
    {
        var outline = new SweepOutline(
            Text(), Text(), Text(), Text(), Instant(), from.ReadBoolean(), Counts(), Whole(), Whole(), Whole(),
            from.ReadBoolean() ? new StoredWinner(new(from.ReadString()), from.ReadDouble(), Whole(), new(from.ReadString())) : null);
        var (maximize, ofProgram, images) = (from.ReadBoolean(), from.ReadBoolean(), from.ReadInt32());
        var rules = new RankingRules(
            outline.Name, new(outline.Objective, maximize), ofProgram, images == DigestWriter.Unknown ? null : images);
        return new(outline, rules, from.ReadString(), from.ReadString(), from.ReadInt64(), Each(() => Trial(outline.Name)));
    }

    private TrialCounts Counts() => new(Whole(), Whole(), Whole(), Whole(), Whole()) { Running = Whole(), Cancelled = Whole() };

    private TrialRow Trial(string sweep)
    {
        var (trial, state) = (new TrialId(from.ReadString()), (TrialState)from.ReadByte());
        // On its own: within the tuples around it, it would be read after them.
        var (run, parameters) = Run();
        var (epochs, attempt, inGrid, there) = (Whole(), Whole(), from.ReadBoolean(), (TrialFields)from.ReadInt32());
        var (trainLoss, valLoss, valAccuracy) = (
            Number(there, TrialFields.TrainLoss), Number(there, TrialFields.ValLoss), Number(there, TrialFields.ValAccuracy));
        var bestEpoch = there.HasFlag(TrialFields.BestEpoch) ? Whole() : (int?)null;
        var (bestEpochValAccuracy, bestEpochValue) = (
            Number(there, TrialFields.BestEpochValAccuracy), Number(there, TrialFields.BestEpochValue));
        var (seconds, ownSeconds, lostSeconds) = (
            Number(there, TrialFields.Seconds), Number(there, TrialFields.OwnSeconds), Number(there, TrialFields.LostSeconds));
        return new(
            trial, state, parameters.For(epochs), trainLoss, valLoss, valAccuracy, bestEpoch, bestEpochValAccuracy, seconds, run,
            Text(there, TrialFields.Agent), attempt)
        {
            Sweep = sweep,
            InGrid = inGrid,
            BestEpochValue = bestEpochValue,
            OwnSeconds = ownSeconds,
            LostSeconds = lostSeconds,
            // In the order in which they were written.
            Cause = Text(there, TrialFields.Cause),
            Device = Text(there, TrialFields.Device),
            Host = Text(there, TrialFields.Host),
            Precision = Text(there, TrialFields.Precision),
            Started = Instant(there, TrialFields.Started),
            Finished = Instant(there, TrialFields.Finished),
            Metrics = there.HasFlag(TrialFields.Metrics)
                ? MetricValues.Of(Each(() => KeyValuePair.Create(Text(), from.ReadDouble())))
                : null,
        };
    }

    private (RunId Run, RunParameters Parameters) Run()
    {
        var number = Whole();
        if (number == runs.Count)
            runs.Add((new(from.ReadString()), Parameters()));
        return runs[number];
    }

    /// <summary>They were written in their order.</summary>
    private RunParameters Parameters()
    {
        var names = new string[Whole()];
        var values = new ParameterValue[names.Length];
        for (var i = 0; i < names.Length; i++)
            (names[i], values[i]) = (Text(), Value());
        return RunParameters.InOrder(names, values);
    }

    private ParameterValue Value() => (ParameterKind)from.ReadByte() switch
    {
        ParameterKind.Text => ParameterValue.Of(from.ReadString()),
        ParameterKind.Boolean => ParameterValue.Of(from.ReadBoolean()),
        ParameterKind.Whole => ParameterValue.Of(from.ReadInt64()),
        _ => ParameterValue.Of(from.ReadDouble()),
    };

    private AgentView Agent() => new(
        Text(), Text(), (AgentStatus)from.ReadByte(), Each(() => new SlotView(Whole(), Text(), Text(), null)), Text(), Instant(),
        from.ReadBoolean() ? Text() : null)
    {
        Hold = from.ReadBoolean() ? (AgentHold)from.ReadByte() : null,
    };

    private FailureView Failure() => new(
        Instant(), Text(), new(from.ReadString()), Parameters(), Text(), Whole(), Whole(), (Outcome)from.ReadByte(), Text(),
        (TrialState)from.ReadByte());

    private ImmutableArray<T> Each<T>(Func<T> read)
    {
        var all = new T[Whole()];
        for (var i = 0; i < all.Length; i++)
            all[i] = read();
        return ImmutableCollectionsMarshal.AsImmutableArray(all);
    }

    private int Whole() => from.Read7BitEncodedInt();

    private string Text()
    {
        var number = Whole();
        if (number == texts.Count)
            texts.Add(from.ReadString());
        return texts[number];
    }

    private string? Text(TrialFields there, TrialFields field) => there.HasFlag(field) ? Text() : null;

    private double? Number(TrialFields there, TrialFields field) => there.HasFlag(field) ? from.ReadDouble() : null;

    private DateTimeOffset Instant() => new(from.ReadInt64(), TimeSpan.Zero);

    private DateTimeOffset? Instant(TrialFields there, TrialFields field) => there.HasFlag(field) ? Instant() : null;
}
