using System.Diagnostics;
using System.Globalization;
using Sweep.Coordinator.Drilling.Processes;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Drilling;

/// <summary>How quick the machine is at what a drill counts on, with everything else that it has to do.</summary>
/// <param name="StartUp">The slowest of as many trainers as the drill has agents, started together, until it listens and ends.</param>
/// <param name="Delay">The most by which something was done later than it was due, meanwhile.</param>
internal sealed record MachinePace(TimeSpan StartUp, TimeSpan Delay)
{
    /// <summary>A trainer has to start, load its data and make a step before it counts as stalled.</summary>
    private const double StartUpsPerStall = 4;

    /// <summary>Three heartbeats are due in a lease, and each passes through four processes' hands.</summary>
    private const double DelaysPerLease = 12;

    /// <summary>Beyond this a drill says more about the other work on the machine than about Sweep.</summary>
    private const double MostStretch = 8;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A drill runs on Linux only.</summary>
    private const string Nowhere = "/dev/null";

    /// <exception cref="BadInputException">Not even a trainer could be started.</exception>
    public static async Task<MachinePace> Measure(DrilledPrograms programs, int agents, CancellationToken cancellation)
    {
        using var started = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var delay = LongestDelay(started.Token);
        var startUps = await Task.WhenAll(Enumerable.Range(0, agents).Select(_ => StartOne(programs.Agent, cancellation)));
        await started.CancelAsync();
        return new(startUps.Max(), await delay);
    }

    /// <summary>The order at a pace that the machine can keep.</summary>
    /// <exception cref="BadInputException">It would have to be stretched too far.</exception>
    public DrillOrder Fit(DrillOrder order)
    {
        var stretch = Math.Max(
            StartUpsPerStall * StartUp.TotalSeconds / order.StallSeconds,
            DelaysPerLease * Delay.TotalSeconds / order.LeaseSeconds);
        if (stretch <= 1)
            return order;
        if (stretch > MostStretch)
            throw new BadInputException(string.Create(
                CultureInfo.InvariantCulture,
                $"This machine is too busy for a drill: {Words(order)}. Wait until its other work is done, or give it time with "
                + $"--lease-seconds {Math.Ceiling(order.LeaseSeconds * stretch)}."));
        return order.StretchedBy(Math.Ceiling(stretch * 10) / 10);
    }

    /// <summary>Why a drill is stretched, and what that means; for an order that <see cref="Fit"/> gave.</summary>
    public string Why(DrillOrder fitted) =>
        $"This machine is busy: {Words(fitted)}. The drill's times are stretched {Numbers.Rate(fitted.Stretch)}-fold: leases of "
        + $"{fitted.LeaseSeconds} s, about {Durations.Of(fitted.Time)}.";

    private string Words(DrillOrder order) =>
        $"{order.Agents} trainers started together take {Durations.Of(StartUp)}, and what is due is done up to "
        + $"{Durations.Milliseconds(Delay.TotalSeconds)} late";

    private static async Task<TimeSpan> StartOne(string program, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        using var child = Child.Start([], program, ["train"], new Dictionary<string, string>(), Nowhere);
        child.CloseStdin();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        await child.Ended(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return child.HasExited && child.ExitCode != 0
            ? throw new BadInputException(
                $"A trainer cannot be started, so there is nothing to drill: it ended with exit code {child.ExitCode}. "
                + $"{string.Join(' ', child.LastWords)}")
            : Stopwatch.GetElapsedTime(began);
    }

    private static async Task<TimeSpan> LongestDelay(CancellationToken until)
    {
        var longest = TimeSpan.Zero;
        while (!until.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.Delay(Tick, CancellationToken.None);
            var late = Stopwatch.GetElapsedTime(began) - Tick;
            longest = late > longest ? late : longest;
        }
        return longest;
    }
}
