using System.Collections;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// The recorded epochs 1, 2, 3 … of a run, without gaps. As a list it is the metrics; <see cref="Records"/> adds lease and checkpoint.
/// </summary>
internal sealed class Curve : IReadOnlyList<EpochMetrics>
{
    private readonly List<EpochRecord> records = [];

    public IReadOnlyList<EpochRecord> Records => records;
    public int Count => records.Count;
    public EpochMetrics this[int index] => records[index].Metrics;
    public EpochRecord? Last => records.Count == 0 ? null : records[^1];

    /// <summary>Nothing follows a diverged epoch, so it can only be the last.</summary>
    public bool Diverged => Last?.Metrics.Diverged ?? false;

    internal void Add(EpochRecord record) => records.Add(record);

    public IEnumerator<EpochMetrics> GetEnumerator() => records.Select(r => r.Metrics).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
