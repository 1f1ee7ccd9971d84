using System.Globalization;
using System.Text;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// Lets so much of a log through in a second. Of what comes faster the latest lines are kept for the next second, and those before them are
/// counted: whoever reads the log sees how many are missing and where, and its last lines are always there. Not thread-safe.
/// </summary>
/// <param name="most">Characters in a second.</param>
/// <param name="kept">Characters that wait, at most, but for one line.</param>
internal sealed class LogValve(int most, int kept)
{
    private readonly Queue<string> waiting = new();
    private int characters;
    private int leftOut;
    private TimeSpan second;
    private int passed;

    public void Add(string line)
    {
        waiting.Enqueue(line);
        characters += line.Length + 1;
        while (characters > kept && waiting.Count > 1)
        {
            characters -= waiting.Dequeue().Length + 1;
            leftOut++;
        }
    }

    /// <param name="now">Rises.</param>
    /// <param name="all">Whatever the second has left.</param>
    /// <returns>Lines, each with its end; empty where none may pass.</returns>
    public string Take(TimeSpan now, bool all = false)
    {
        if (now - second >= TimeSpan.FromSeconds(1))
            (second, passed) = (now, 0);
        if (waiting.Count == 0 || (passed >= most && !all))
            return "";
        var text = new StringBuilder(characters + 64);
        if (leftOut > 0)
            text.Append(CultureInfo.InvariantCulture, $"sweep: {leftOut} lines came too fast and are left out here.\n");
        foreach (var line in waiting)
            text.Append(line).Append('\n');
        waiting.Clear();
        (characters, leftOut) = (0, 0);
        passed += text.Length;
        return text.ToString();
    }
}
