using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Is told what the journal has just made durable, in order and without gaps. Called by the coordinator between two decisions:
/// it may read <c>state</c> during the call only, and must not block (do the writing elsewhere).
/// </summary>
internal interface IJournalListener
{
    /// <param name="state">The state after all of <paramref name="entries"/>.</param>
    void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state);

    /// <summary>
    /// What a device refused, so that this listener has missed entries and takes no more until the next start; null where none did.
    /// </summary>
    Exception? RefusedByDevice => null;
}
