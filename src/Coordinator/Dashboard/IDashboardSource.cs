using System.Collections.Immutable;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;

namespace Sweep.Coordinator.Dashboard;

/// <summary>What a page that is left open is told from: the questions of everybody, the journal as it grows, and curves.</summary>
internal interface IDashboardSource : ISource
{
    /// <summary>The journal's last entry on disk. What is asked for after this has it.</summary>
    long LastEntry { get; }

    /// <summary>The entries after one; null where they are more than <paramref name="most"/>.</summary>
    IReadOnlyList<JournalEntry>? EntriesAfter(long sequence, int most);

    /// <summary>Of every run of the sweep of which an epoch is recorded.</summary>
    Task<ImmutableArray<RunCurve>> Curves(string sweep, CancellationToken cancellation);
}
