using System.Collections.Immutable;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Hosting;

/// <summary>What a home holds and cannot show, in sentences for a person.</summary>
internal static class StatusFindings
{
    /// <returns>Null where there is nothing of the kind.</returns>
    public static IReadOnlyList<string>? Of(Projection projection, ImmutableArray<LeftOutEntry> entries)
    {
        List<string> all =
        [
            .. entries.Select(entry => FormattableString.Invariant(
                $"{entry.What} (entry {entry.Sequence} of the journal) cannot be followed and counts for nothing. {entry.Why}")),
            .. projection.LeftOut.Select(document => document.ToString()),
        ];
        return all.Count == 0 ? null : all;
    }
}
