using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Takes what the journal has just made durable, in order and without gaps. Called by the coordinator between two decisions:
/// it may read <c>state</c> during the call only, and must not block (do the writing elsewhere).
/// </summary>
internal interface IProjection
{
    /// <param name="state">The state after all of <paramref name="entries"/>.</param>
    void Project(IReadOnlyList<JournalEntry> entries, CoordinatorState state);
}
