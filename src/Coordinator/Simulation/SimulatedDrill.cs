using System.Diagnostics;

namespace Sweep.Coordinator.Simulation;

/// <summary>Runs one simulated lab after the other, on every core one at a time, and adds up what came of them.</summary>
/// <param name="first">The first seed.</param>
/// <param name="say">Takes a line for everything that happens in a lab; null where nobody reads that much.</param>
/// <param name="untilFound">Whether no lab is begun any more once one has found something.</param>
internal sealed class SimulatedDrill(long first, long seeds, Action<string>? say, bool untilFound = false)
{
    private readonly Lock gate = new();
    private readonly FaultTally faults = new();
    private readonly List<SimulationFinding> findings = [];
    private readonly long began = Stopwatch.GetTimestamp();
    private long next;
    private long done;
    private long steps;
    private long epochs;
    private long commands;
    private long compared;
    private long coordinatorStarts;
    private long agentStarts;
    private TimeSpan simulated;

    /// <summary>What came of it so far.</summary>
    public SimulationReport Report
    {
        get
        {
            lock (gate)
                return new(
                    first, done, Stopwatch.GetElapsedTime(began).TotalSeconds, simulated.TotalHours, steps, epochs, commands,
                    coordinatorStarts,
                    agentStarts, compared, faults.Total, faults.ByKind(), [.. findings.OrderBy(finding => finding.Seed)]);
        }
    }

    /// <summary>The command that runs one seed again and tells everything.</summary>
    public static string ReplayOf(long seed) => FormattableString.Invariant($"sweep drill --simulated --seed {seed}");

    /// <returns>When all seeds are run, or something was found that ends it.</returns>
    public async Task Run(int cores, CancellationToken cancellation) =>
        await Task.WhenAll(Enumerable.Range(0, (int)Math.Min(cores, seeds))
            .Select(_ => Task.Run(() => RunSome(cancellation), cancellation)));

    private void RunSome(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && !HasFoundEnough() && Interlocked.Increment(ref next) - 1 is var number
            && number < seeds)
            RunOne(first + number, cancellation);
    }

    private bool HasFoundEnough()
    {
        lock (gate)
            return untilFound && findings.Count > 0;
    }

    private void RunOne(long seed, CancellationToken cancellation)
    {
        using var lab = new SimulatedLab(seed, say: say, interruption: cancellation);
        SimulationFinding? finding = null;
        try
        {
            lab.Run();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Half a lab says nothing.
            return;
        }
        catch (BrokenPromiseException e)
        {
            finding = Finding(lab, e.Promise, e.Message);
        }
        catch (Exception e)
        {
            finding = Finding(lab, "the lab itself does not fail", $"{e.GetType().Name}: {e.Message} {Place(e)}");
        }
        lock (gate)
        {
            Add(lab);
            if (finding is not null)
                findings.Add(finding);
        }
    }

    private static SimulationFinding Finding(SimulatedLab lab, string promise, string what) =>
        new(lab.Seed, promise, what, lab.Timeline.Now.TotalSeconds, ReplayOf(lab.Seed), [.. lab.Trail.Last]);

    private static string Place(Exception e) => e.StackTrace?.Split('\n')[0].Trim() ?? "";

    private void Add(SimulatedLab lab)
    {
        done++;
        faults.Add(lab.Tally);
        steps += lab.Timeline.Steps;
        epochs += lab.EpochsTrained;
        commands += lab.Commands;
        compared += lab.Promises.Compared + lab.Coordinator.Compared;
        coordinatorStarts += lab.Coordinator.Starts;
        agentStarts += lab.Agents.Sum(agent => agent.Starts);
        simulated += lab.Timeline.Now;
    }
}
