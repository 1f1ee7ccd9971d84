using System.Globalization;

namespace Sweep.Coordinator.Simulation;

/// <summary>What happened in a lab, a line each: the last lines always, all of them where somebody listens.</summary>
/// <param name="say">Takes every line at once; null keeps the last only.</param>
internal sealed class Trail(Timeline timeline, Action<string>? say)
{
    private const int Kept = 40;
    private readonly Queue<(TimeSpan At, Func<string> What)> last = new();

    /// <summary>Whether every line is read, so that more may be said.</summary>
    public bool IsRead => say is not null;

    public IEnumerable<string> Last => last.Select(line => Line(line.At, line.What()));

    /// <param name="what">Made into words only where they are read.</param>
    public void Say(Func<string> what)
    {
        say?.Invoke(Line(timeline.Now, what()));
        last.Enqueue((timeline.Now, what));
        if (last.Count > Kept)
            last.Dequeue();
    }

    private static string Line(TimeSpan at, string what) => $"{at.ToString(@"d\.hh\:mm\:ss\.fff", CultureInfo.InvariantCulture)}  {what}";
}
