using Sweep.Experiments.Programs;
using Sweep.Experiments.Running;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// Tells how far a program has come: not more often than anybody looks, and again and again where it says nothing, so that the agent knows
/// that its trainer is alive. How long a program may be silent is the experiment's to say.
/// </summary>
internal sealed class ProgramPulse(RunOrder order, IRunObserver observer, TimeProvider time)
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(15);

    private StepReport latest = new(0, 0, double.NaN);
    private int epoch = order.FromEpoch + 1;
    private long? told;

    /// <summary>The epoch that the program works at.</summary>
    public void Begin(int next)
    {
        epoch = Math.Min(next, order.ToEpoch);
        latest = new(0, 0, double.NaN);
    }

    public void Step(StepReport at)
    {
        latest = at;
        if (told is not { } before || time.GetElapsedTime(before) >= AtMostEvery)
            Tell();
    }

    /// <returns>Whether the run is to stop.</returns>
    public bool Beat()
    {
        if (told is not { } before || time.GetElapsedTime(before) >= AtLeastEvery)
            Tell();
        return observer.StopAtEpochEnd;
    }

    private void Tell()
    {
        told = time.GetTimestamp();
        observer.Stepped(epoch, latest.Step, latest.Steps, latest.Loss, 0);
    }
}
