namespace Sweep.Protocol.Trainers;

/// <summary>
/// Tells a trainer that is at work without a word from one that is there and does nothing any more: it has not computed between many looks
/// in a row, while nothing was heard. Looks are counted and not time, so that one who was stopped himself does not take his own absence for
/// the trainer's.
/// </summary>
public sealed class Lifelessness
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Ten minutes of them, as agents give their trainers.</summary>
    public const int MostLooks = 60;

    private TimeSpan computed = TimeSpan.MinValue;
    private int looks;

    /// <param name="processorTime">What the process has used of processors so far.</param>
    /// <returns>Whether it is to be given up.</returns>
    public bool Look(TimeSpan processorTime)
    {
        looks = processorTime > computed ? 0 : looks + 1;
        computed = processorTime;
        return looks >= MostLooks;
    }
}
