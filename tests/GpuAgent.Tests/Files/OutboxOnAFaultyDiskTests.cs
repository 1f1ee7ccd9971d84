using Sweep.Experiments.Trials;
using Sweep.Files.Simulation;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Files;

/// <summary>Over a disk that loses its power, fills up and fails to sync: what was kept is there, and the outbox opens.</summary>
public sealed class OutboxOnAFaultyDiskTests
{
    private const string Path = "/home/outbox";
    private static readonly RunId Run = new("0123456789abcdef");

    [Fact]
    public void WhateverTheDiskDoes_WhatWasKeptAndNotAcknowledgedIsThere_AndTheOutboxOpens()
    {
        var crashes = 0;
        for (var seed = 1; seed <= 100; seed++)
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk(seed, TimeProvider.System);
            disk.MakeFolder("/home");
            disk.SyncFolder("/");
            var kept = new SortedDictionary<long, Report>();
            for (var life = 0; life < 6; life++)
            {
                Live(disk, random, kept);
                (disk.SyncFails, disk.Room) = (false, null);
                disk.Crash();
                crashes++;
            }
            using var last = OutboxInTest.Open(Path, disk);
            Assert.Superset(kept.Keys.ToHashSet(), last.Waiting.Select(report => report.Number).ToHashSet());
        }
        Assert.Equal(600, crashes);
    }

    private static void Live(SimulatedDisk disk, Random random, SortedDictionary<long, Report> kept)
    {
        using var outbox = OutboxInTest.Open(Path, disk);
        Assert.All(kept, one => Assert.Contains(one.Value, outbox.Waiting));
        for (var step = 0; step < 30; step++)
        {
            disk.SyncFails = random.Next(6) == 0;
            disk.Room = random.Next(6) == 0 ? random.Next(100) : null;
            try
            {
                if (random.Next(2) == 0 && kept.Count > 0)
                    Acknowledge(outbox, kept, kept.Keys.ElementAt(random.Next(kept.Count)));
                else if (outbox.Add(new(random.Next(1, 5)), Run, new RunEnded(Outcome.Completed, new('x', random.Next(4000)))) is var report)
                    kept.Add(report.Number, report);
            }
            catch (IOException)
            {
                // Whoever asked is told, and what was promised before holds.
            }
        }
    }

    private static void Acknowledge(OutboxInTest outbox, SortedDictionary<long, Report> kept, long number)
    {
        kept.Remove(number);
        outbox.Acknowledge(number);
    }
}
