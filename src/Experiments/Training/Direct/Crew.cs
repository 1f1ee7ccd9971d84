using Sweep.Experiments.Running;

namespace Sweep.Experiments.Training.Direct;

/// <summary>
/// The training thread and those that help it, as many as the allowance says when work begins. They wait for the next job without sleeping
/// for as long as the work lasts, since jobs take a fraction of a millisecond, and sleep between two works.
/// </summary>
/// <param name="most">More threads than that have nothing to do.</param>
internal sealed class Crew(ThreadAllowance allowance, int most) : IDisposable
{
    private readonly List<Helper> helpers = [];
    private Action<int, int> job = (_, _) => { };

    /// <summary>The number of the call, and in the lower half how many of its jobs are not taken yet.</summary>
    private long ticket;

    private int left;
    private volatile bool working, ended;

    /// <summary>Does work that consists of calls of <see cref="Do"/>, with as many helpers as are allowed now.</summary>
    public void Work(Action work)
    {
        var wanted = Math.Min(allowance.Threads, most) - 1;
        while (helpers.Count < wanted)
            helpers.Add(new(this, helpers.Count + 1));
        working = true;
        foreach (var helper in helpers.Take(wanted))
            helper.Awake.Set();
        try
        {
            work();
        }
        finally
        {
            working = false;
        }
    }

    /// <summary>Does jobs 0 … <paramref name="count"/> − 1, in any order and on any thread, and returns when all are done.</summary>
    /// <param name="what">Told who does it, 0 being the calling thread, and which job.</param>
    public void Do(int count, Action<int, int> what)
    {
        job = what;
        Volatile.Write(ref left, count);
        Volatile.Write(ref ticket, (((ticket >> 32) + 1) << 32) + count);
        while (TakeOne(0))
        {
        }
        var patience = new SpinWait();
        while (Volatile.Read(ref left) > 0)
            patience.SpinOnce(sleep1Threshold: -1);
    }

    private bool TakeOne(int worker)
    {
        while (Volatile.Read(ref ticket) is var seen && (uint)seen is > 0 and var remaining)
        {
            // A helper that was held up since it looked finds the ticket of a later call, and looks again.
            if (Interlocked.CompareExchange(ref ticket, seen - 1, seen) != seen)
                continue;
            job(worker, (int)remaining - 1);
            Interlocked.Decrement(ref left);
            return true;
        }
        return false;
    }

    public void Dispose()
    {
        ended = true;
        foreach (var helper in helpers)
            helper.End();
    }

    private sealed class Helper
    {
        private readonly Crew crew;
        private readonly int number;
        private readonly Thread thread;

        public Helper(Crew crew, int number)
        {
            (this.crew, this.number) = (crew, number);
            thread = new(Help) { IsBackground = true, Name = "helper" };
            thread.Start();
        }

        public AutoResetEvent Awake { get; } = new(false);

        private void Help()
        {
            while (true)
            {
                Awake.WaitOne();
                if (crew.ended)
                    return;
                var patience = new SpinWait();
                while (crew.working)
                {
                    if (crew.TakeOne(number))
                        patience.Reset();
                    else
                        patience.SpinOnce(sleep1Threshold: -1);
                }
            }
        }

        public void End()
        {
            Awake.Set();
            thread.Join();
            Awake.Dispose();
        }
    }
}
