namespace Sweep.Experiments.Programs;

/// <summary>
/// The epochs of a program whose numbers are found in its text. The number of an epoch begins it: what follows, up to the next number, is
/// that epoch's, and of each metric the last value counts. A text that counts from 0 is taken to count from 1.
/// </summary>
internal sealed class TextEpochs
{
    private readonly OrderedDictionary<string, double> values = [];
    private int? current;
    private int? offset;

    public bool IsOpen => current is not null;

    public IReadOnlyCollection<KeyValuePair<string, double>> Values => values;

    /// <returns>The epoch, counted from 1, that begins with this number; null where it is the one that is open.</returns>
    public int? Begin(int number)
    {
        offset ??= number == 0 ? 1 : 0;
        return number + offset == current ? null : number + offset;
    }

    public void Open(int epoch, IEnumerable<KeyValuePair<string, double>> first)
    {
        current = epoch;
        values.Clear();
        Add(first);
    }

    public void Add(IEnumerable<KeyValuePair<string, double>> more)
    {
        foreach (var (name, value) in more)
            values[name] = value;
    }

    /// <returns>The epoch that was open; null where none was.</returns>
    public EpochReport? Close()
    {
        if (current is not { } epoch)
            return null;
        current = null;
        return new(epoch, [.. values]);
    }
}
