using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Hosting.Upkeep;

/// <summary>An entry of a sound journal that keeps a home from being opened.</summary>
/// <param name="What">What is wrong with it, without a full stop.</param>
/// <param name="Sentence">What a start says about it.</param>
internal sealed record PoisonousEntry(long Sequence, string What, string Sentence)
{
    /// <summary>The first one; null where every entry can be followed. The caller holds the home's lock.</summary>
    /// <exception cref="JournalDamagedException">The journal is not even sound.</exception>
    public static PoisonousEntry? Look(Home home)
    {
        var state = new CoordinatorState();
        try
        {
            foreach (var (sequence, e) in JournalReader.Of(home.JournalFolder).After(0).Select(placed => placed.Entry))
            {
                if (Problem(state, e) is { } problem)
                    return new(sequence, problem, new PoisonousEntryException(sequence, problem).Message);
            }
            return null;
        }
        catch (UnknownEntryException unknown)
        {
            return new(unknown.Place.Sequence, $"this program does not know what it says: {unknown.What.TrimEnd('.')}", unknown.Message);
        }
    }

    private static string? Problem(CoordinatorState state, JournalEvent e)
    {
        try
        {
            state.Apply(e);
            return null;
        }
        catch (Exception problem)
        {
            return $"{e.GetType().Name}: {problem.Message.TrimEnd('.')}";
        }
    }
}
