using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// The recorded epochs 1, 2, 3 … of a run, without gaps. As a list it is the metrics; <see cref="Records"/> adds lease and checkpoint.
/// A coordinator keeps the curves of all that it ever trained, so they lie packed, at a quarter of what an epoch takes as objects, and what
/// is asked for is made anew.
/// </summary>
internal sealed class Curve : IReadOnlyList<EpochMetrics>
{
    private const int NoCheckpoint = -1;
    private const int FirstEpochs = 4;

    /// <summary>Of the first epoch; others that measure the same need no more than their numbers.</summary>
    private ImmutableArray<string> names = [];
    private Point[] points = [];
    private double[] numbers = [];

    /// <summary>Epochs that are not as nearly all are, by their place.</summary>
    private Dictionary<int, EpochRecord>? unusual;

    public int Count { get; private set; }

    /// <summary>Nothing follows a diverged epoch, so it can only be the last.</summary>
    public bool Diverged { get; private set; }

    /// <summary>Whether every epoch has the number of its place, as in every journal that a sound program wrote.</summary>
    public bool IsInOrder { get; private set; } = true;

    public IReadOnlyList<EpochRecord> Records => new RecordList(this);
    public EpochMetrics this[int index] => Unusual(index)?.Metrics
        ?? new(index + 1, MetricValues.Of(names, numbers.AsSpan(index * names.Length, names.Length)), points[index].Seconds);
    public EpochRecord? Last => Count == 0 ? null : RecordOf(Count - 1);

    /// <summary>How long the epoch took.</summary>
    /// <param name="index">Counted from 0, as in those below.</param>
    public double SecondsOf(int index) => Unusual(index)?.Metrics.Seconds ?? points[index].Seconds;

    /// <summary>The lease that brought the epoch.</summary>
    public LeaseId LeaseOf(int index) => Unusual(index)?.Lease ?? new(points[index].Lease);

    /// <summary>When the epoch was recorded.</summary>
    public DateTimeOffset RecordedAt(int index) => Unusual(index)?.At ?? new(points[index].UtcTicks, TimeSpan.Zero);

    /// <summary>What is after the epoch; null where nothing was kept.</summary>
    public CheckpointReference? CheckpointOf(int index)
    {
        if (Unusual(index) is { } other)
            return other.Checkpoint;
        ref readonly var point = ref points[index];
        return point.Bytes == NoCheckpoint ? null : new(index + 1, Convert.ToHexStringLower(point.Sha256), point.Bytes);
    }

    internal void Add(EpochRecord record)
    {
        if (Count == 0)
            names = record.Metrics.Values.Names;
        if (Count == points.Length)
            Resize(Math.Max(FirstEpochs, 2 * Count));
        if (IsUsual(record))
            Pack(record);
        else
            (unusual ??= []).Add(Count, record);
        Count++;
        IsInOrder &= record.Metrics.Epoch == Count;
        Diverged = record.Metrics.Diverged;
    }

    /// <summary>No more is expected.</summary>
    internal void Close()
    {
        if (points.Length > Count)
            Resize(Count);
    }

    public IEnumerator<EpochMetrics> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private EpochRecord RecordOf(int index) =>
        Unusual(index) ?? new(this[index], CheckpointOf(index), LeaseOf(index), RecordedAt(index));

    /// <exception cref="ArgumentOutOfRangeException">There is no such epoch.</exception>
    private EpochRecord? Unusual(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return unusual?.GetValueOrDefault(index);
    }

    /// <summary>Whether the epoch comes out of its packing as it went in.</summary>
    private bool IsUsual(EpochRecord record) =>
        record.Metrics.Epoch == Count + 1 && !record.Metrics.DivergedByRule && record.At.Offset == TimeSpan.Zero
            && record.Metrics.Values.Names.AsSpan().SequenceEqual(names.AsSpan())
            && record.Checkpoint is null or { Bytes: >= 0 } && (record.Checkpoint is not { } checkpoint
                || (checkpoint.Epoch == Count + 1 && HexForm.IsSha256(checkpoint.Sha256)));

    private void Pack(EpochRecord record)
    {
        var values = record.Metrics.Values;
        for (var i = 0; i < names.Length; i++)
            numbers[(Count * names.Length) + i] = values[i].Value;
        ref var point = ref points[Count];
        (point.Seconds, point.Lease, point.UtcTicks) = (record.Metrics.Seconds, record.Lease.Number, record.At.UtcTicks);
        point.Bytes = record.Checkpoint?.Bytes ?? NoCheckpoint;
        if (record.Checkpoint is { } checkpoint)
            Convert.FromHexString(checkpoint.Sha256, point.Sha256, out _, out _);
    }

    private void Resize(int epochs)
    {
        Array.Resize(ref points, epochs);
        Array.Resize(ref numbers, epochs * names.Length);
    }

    private struct Point
    {
        public double Seconds;
        public long Lease;
        public long UtcTicks;

        /// <summary>The checkpoint's.</summary>
        public long Bytes;
        public Hash Sha256;
    }

    [InlineArray(Length)]
    private struct Hash
    {
        private const int Length = 32;
        private byte first;
    }

    private sealed class RecordList(Curve curve) : IReadOnlyList<EpochRecord>
    {
        public int Count => curve.Count;
        public EpochRecord this[int index] => curve.RecordOf(index);

        public IEnumerator<EpochRecord> GetEnumerator()
        {
            for (var i = 0; i < curve.Count; i++)
                yield return curve.RecordOf(i);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
