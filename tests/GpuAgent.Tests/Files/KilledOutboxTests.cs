using CsCheck;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Files.Simulation;
using Sweep.GpuAgent.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Files;

/// <summary>The outbox as shipped, killed in the middle of what it does, over a disk that fails and loses its power.</summary>
public sealed class KilledOutboxTests
{
    private sealed record Keep(int Words, int Reports) : Step;
    private sealed record Acknowledge(int Count) : Step;

    private static readonly Gen<Step> Steps = FaultyDisk.Steps(
        mostChanges: 3,
        (8, Gen.Select(Gen.Int[1, 3_000], Gen.Int[1, 4], (words, reports) => (Step)new Keep(words, reports))),
        (4, Gen.Int[1, 80].Select(count => (Step)new Acknowledge(count))));

    [Fact]
    public void WhateverTheDiskDoes_AReportThatIsKeptIsThere_UntilItIsAcknowledged() =>
        Gen.Select(Gen.Int, Steps.List[1, 30]).Sample((seed, steps) => new Life(seed).Go(steps), iter: 1_000);

    private sealed class Life(int seed)
    {
        private const string Path = "/agent/outbox";

        private readonly FaultyDisk faulty = new(seed, "/agent");
        private readonly SortedDictionary<long, Report> kept = [];

        /// <summary>May be found all the same: reports that were acknowledged, and one that was refused.</summary>
        private readonly Dictionary<long, Report> perhaps = [];

        private OutboxFile? outbox;

        private long last;

        public void Go(IEnumerable<Step> steps)
        {
            foreach (var step in steps)
                Do(step);
            faulty.Mend();
            Open();
            Do(new Keep(10, 2));
            faulty.Disk.Crash();
            Open();
        }

        private void Do(Step step)
        {
            if (step is not (ProcessKilled or PowerCut) && outbox is null && !faulty.Halted)
                Try(Open);
            if (faulty.Befalls(step))
                outbox = null;
            switch (step)
            {
                case Keep keep when outbox is not null:
                    Report[] together =
                    [
                        .. Enumerable.Range(1, keep.Reports).Select(number => new Report(
                            "lab-1", last + number, new LeaseId(7), new RunEnded(Outcome.TrainerCrashed, new string('w', keep.Words)))),
                    ];
                    Try(() =>
                    {
                        try
                        {
                            foreach (var report in together)
                            {
                                perhaps[report.Number] = report;
                                outbox.Add(report);
                            }
                            outbox.Commit();
                        }
                        catch (IOException)
                        {
                            // Their numbers are given again.
                            outbox.Withdraw();
                            throw;
                        }
                        foreach (var report in together)
                        {
                            perhaps.Remove(report.Number);
                            kept.Add(report.Number, report);
                            last = report.Number;
                        }
                    });
                    break;
                case Acknowledge acknowledge when outbox is not null:
                    foreach (var number in kept.Keys.Take(acknowledge.Count).ToList())
                        Try(() =>
                        {
                            if (outbox is null)
                                return;
                            perhaps[number] = kept[number];
                            kept.Remove(number);
                            outbox.Acknowledge(number, kept.Count == 0);
                        });
                    break;
            }
        }

        private void Open()
        {
            outbox = OutboxFile.Open(faulty.Disk, Path, "lab-1", out var found);
            Assert.Equal(found.Select(report => report.Number).Order(), found.Select(report => report.Number));
            foreach (var (number, report) in kept)
                Assert.Contains(report, found.Where(other => other.Number == number));
            foreach (var report in found.Where(report => !kept.ContainsKey(report.Number)))
                Assert.Equal(perhaps[report.Number], report);
            // What is found waits again.
            kept.Clear();
            foreach (var report in found)
                kept.Add(report.Number, report);
            last = Math.Max(last, outbox.LastNumber);
        }

        private void Try(Action what) => faulty.Try(what, killed: () => outbox = null);
    }
}
