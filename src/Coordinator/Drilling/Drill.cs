using System.Collections.Immutable;
using System.Diagnostics;
using Sweep.Coordinator.Drilling.Processes;
using Sweep.Coordinator.Drilling.Proofs;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Drilling;

/// <summary>
/// A fault drill: a private cluster of real processes, a sweep, faults, and in the end the question whether everything that was ever
/// promised is there.
/// </summary>
/// <param name="folder">Of its own; what the cluster leaves is in there.</param>
/// <param name="disks">Over the folders of the cluster; null where nobody's disk is to be full.</param>
/// <param name="say">Takes what happens while it happens, a line each.</param>
internal sealed class Drill(DrillOrder order, string folder, DrilledPrograms programs, SmallDisks? disks, Action<string> say)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    private readonly Findings findings = new();
    private readonly WireLedger wire = new();
    private readonly ResultsLedger shown = new();
    private readonly List<DoneFault> done = [];
    private readonly long began = Stopwatch.GetTimestamp();
    private bool late;

    /// <exception cref="OperationCanceledException">It was interrupted; every process has ended.</exception>
    public async Task<DrillReport> Run(CancellationToken cancellation)
    {
        await using var cluster = new PrivateCluster(order, folder, programs, disks, wire, findings.Add);
        using var client = new PatientClient(cluster);
        cluster.Begin();
        var open = await Train(cluster, client, cancellation);
        await client.UntilIdle(Settling, cancellation);
        await cluster.End();
        var check = await HomeCheck.Of(programs, cluster.Home, complete: !late, cancellation);
        foreach (var finding in check.Findings)
            findings.Add(finding);
        return Report(cluster, open, check);
    }

    /// <summary>
    /// Submits, and lets faults happen until every trial has its result and, where kills are counted, all of them are done.
    /// </summary>
    /// <returns>How long that took.</returns>
    private async Task<TimeSpan> Train(PrivateCluster cluster, PatientClient client, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(order.Deadline);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var injection = Task.CompletedTask;
        var opened = Stopwatch.GetTimestamp();
        try
        {
            await client.UntilOnline(order.Agents, deadline.Token);
            opened = Stopwatch.GetTimestamp();
            deadline.CancelAfter(order.Deadline);
            for (var number = 1; number == 1 || (order.Kills is not null && !injection.IsCompleted); number++)
            {
                var sweep = order.Experiment?.Sweep(number) ?? DrillSweep.Of(order, number, Environment.ProcessorCount);
                await client.Submit(sweep, order.Experiment, deadline.Token);
                say($"{Clock}  {sweep.Name} submitted: {order.Trials} trials");
                if (number == 1)
                    injection = new Injection(cluster, order.Faults(), Tell).Run(over.Token);
                await ToTheEnd(cluster, client, sweep, injection, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            late = true;
            findings.Add($"Not every trial had its result after {Durations.InWords(order.Deadline)}.");
        }
        catch (InvalidOperationException broken)
        {
            late = true;
            findings.Add($"The drill was broken off: {broken.Message}");
        }
        finally
        {
            await over.CancelAsync();
            await injection.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (injection.IsFaulted)
            await injection;
        return Stopwatch.GetElapsedTime(opened);
    }

    private async Task ToTheEnd(
        PrivateCluster cluster, PatientClient client, SweepSpec sweep, Task injection, CancellationToken cancellation)
    {
        var told = Stopwatch.GetTimestamp();
        while (true)
        {
            if (cluster.Agents.Append(cluster.Coordinator).FirstOrDefault(kept => kept.Keeping.IsFaulted) is { } broken)
                await broken.Keeping;
            if (injection.IsFaulted)
                await injection;
            var trials = await client.Results(sweep.Name, cancellation);
            foreach (var finding in shown.Compare(sweep.Name, trials))
                findings.Add(finding);
            var ended = trials.Count(trial => trial.State is TrialState.Completed or TrialState.Diverged or TrialState.Failed);
            if (Stopwatch.GetElapsedTime(told).TotalSeconds >= 10 || ended == trials.Length)
            {
                told = Stopwatch.GetTimestamp();
                say($"{Clock}  {ended} of {trials.Length} trials have a result");
            }
            if (ended == trials.Length)
                return;
        }
    }

    private DrillReport Report(PrivateCluster cluster, TimeSpan open, HomeCheck check)
    {
        var promised = wire.Promised();
        JournalSummary journal;
        using (var file = FileJournal.Open(cluster.Home.JournalFolder))
            journal = JournalCheck.Of(file.ReadAfter(0).Select(entry => entry.Event), promised);
        foreach (var finding in journal.Findings)
            findings.Add(finding);
        var garbled = cluster.Links.Select(link => link.Garbling).ToList();
        return new(
            order.Seed, order.Agents, Stopwatch.GetElapsedTime(began).TotalSeconds, findings.All.IsEmpty,
            new(journal.Trials, journal.Results, journal.Lost, journal.Repeated, promised.Count, shown.Count, journal.Open),
            new(
                wire.EpochsTrained, journal.EpochsRecorded, wire.EpochsTrained - journal.EpochsRecorded, open.TotalSeconds * order.Agents,
                journal.TrainedSeconds,
                journal.LeasesGranted, cluster.Coordinator.Starts, cluster.Agents.Sum(agent => agent.Starts)),
            new(
                garbled.Sum(g => g.Doubled), garbled.Sum(g => g.Delayed), garbled.Sum(g => g.Lost),
                wire.Answers(Acknowledgement.Duplicate), wire.Answers(Acknowledgement.Stale)),
            [.. Faults()], findings.All, check.Report, folder, order.Stretch);
    }

    private ImmutableArray<FaultView> Faults()
    {
        lock (done)
            return [.. done.Select(DrillText.View)];
    }

    private void Tell(DoneFault fault)
    {
        lock (done)
            done.Add(fault);
        say($"{Clock}  {DrillText.Line(fault)}");
    }

    private string Clock => DrillText.Clock(Stopwatch.GetElapsedTime(began));
}
