using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Coordinating;

/// <summary>Decisions that are in the state but not yet on disk, with whom their effects answer.</summary>
internal sealed class DecisionBuffer
{
    private List<JournalEvent> events = [];
    private List<(Effect Effect, IPeer Sender)> effects = [];

    public int Decisions { get; private set; }

    public void Add(Decision decision, IPeer sender)
    {
        Decisions++;
        events.AddRange(decision.Events);
        effects.AddRange(decision.Effects.Select(effect => (effect, sender)));
    }

    public (IReadOnlyList<JournalEvent> Events, IReadOnlyList<(Effect Effect, IPeer Sender)> Effects) Take()
    {
        var taken = (events, effects);
        (events, effects, Decisions) = ([], [], 0);
        return taken;
    }
}
