using System.Collections.Immutable;

namespace Sweep.Coordinator.Simulation;

/// <summary>How many faults of each kind were done.</summary>
internal sealed class FaultTally
{
    private readonly long[] counts = new long[Enum.GetValues<SimulatedFault>().Length];

    public long Total => counts.Sum();

    public void Note(SimulatedFault kind) => counts[(int)kind]++;

    public void Add(FaultTally other)
    {
        for (var kind = 0; kind < counts.Length; kind++)
            counts[kind] += other.counts[kind];
    }

    public ImmutableSortedDictionary<string, long> ByKind() => Enum.GetValues<SimulatedFault>()
        .Where(kind => counts[(int)kind] > 0)
        .ToImmutableSortedDictionary(kind => kind.ToString(), kind => counts[(int)kind], StringComparer.Ordinal);
}
