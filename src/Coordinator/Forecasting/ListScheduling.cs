namespace Sweep.Coordinator.Forecasting;

/// <summary>
/// Deals runs out as the coordinator does: each to the slot that is free first. Equal runs are dealt many at a time, so that a
/// hundred thousand cost no more than a hundred.
/// </summary>
internal static class ListScheduling
{
    /// <param name="free">When each slot is free; moved on by what it is given. An infinite one takes nothing.</param>
    /// <param name="seconds">What one run takes on each slot, more than 0.</param>
    /// <returns>When the last of the runs ends; infinity where no slot takes any.</returns>
    public static double Deal(double[] free, double[] seconds, int count)
    {
        if (Array.TrueForAll(free, double.IsPositiveInfinity))
            return double.PositiveInfinity;
        var last = 0.0;
        var left = count - DealMany(free, seconds, count, ref last);
        // Of slots that are free at the same time the first one is next.
        var next = new PriorityQueue<int, (double Free, int Slot)>(Enumerable.Range(0, free.Length).Select(i => (i, (free[i], i))));
        for (; left > 0; left--)
        {
            var first = next.Dequeue();
            free[first] += seconds[first];
            last = Math.Max(last, free[first]);
            next.Enqueue(first, (free[first], first));
        }
        return last;
    }

    /// <summary>Gives every slot what it has certainly started before <see cref="Certain"/>.</summary>
    /// <returns>How many runs that were.</returns>
    private static int DealMany(double[] free, double[] seconds, int count, ref double last)
    {
        var until = Certain(free, seconds, count);
        var dealt = 0;
        for (var i = 0; i < free.Length; i++)
        {
            var runs = (int)Math.Max((until - free[i]) / seconds[i], 0);
            if (runs == 0)
                continue;
            free[i] += runs * seconds[i];
            last = Math.Max(last, free[i]);
            dealt += runs;
        }
        return dealt;
    }

    /// <summary>
    /// A time before which no more runs than there are can have been started. Slot i, free at fᵢ and taking dᵢ for a run, has started at
    /// most 1 + (T − fᵢ)/dᵢ before T: the largest T is sought where these add up to no more than <paramref name="count"/>.
    /// </summary>
    private static double Certain(double[] free, double[] seconds, int count)
    {
        var (rate, sum) = (0.0, (double)count);
        foreach (var i in Enumerable.Range(0, free.Length).OrderBy(i => free[i]))
        {
            if (rate > 0 && sum / rate <= free[i])
                return sum / rate;
            rate += 1 / seconds[i];
            sum += (free[i] / seconds[i]) - 1;
            if (sum / rate <= free[i])
                return free[i];
        }
        return sum / rate;
    }
}
