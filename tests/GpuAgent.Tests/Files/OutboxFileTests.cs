using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Files;

public sealed class OutboxFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private string Path => folder["outbox"];

    public void Dispose() => folder.Dispose();

    private static readonly RunId Run = new("0123456789abcdef");

    private OutboxInTest Open() => OutboxInTest.Open(Path);

    private static EpochCompleted Epoch(int epoch) => new EpochCompleted(Some.Metrics(epoch), new CheckpointReference(epoch, new string('a', 64), 10));

    [Fact]
    public void Reports_SurviveARestartInOrder()
    {
        using (var outbox = Open())
        {
            outbox.Add(new LeaseId(7), Run, new RunStarted(new Provenance("f", "cpu", "m", "none", "0.1.0", Precision.Fp32, "")));
            outbox.Add(new LeaseId(7), Run, Epoch(1));
            outbox.Add(new LeaseId(7), Run, new RunEnded(Outcome.Completed, "Done."));
        }
        using var reopened = Open();
        Assert.Equal(
            [
                new Report("lab-1", 1, new LeaseId(7), new RunStarted(new Provenance("f", "cpu", "m", "none", "0.1.0", Precision.Fp32, "")), Run),
                new Report("lab-1", 2, new LeaseId(7), Epoch(1), Run),
                new Report("lab-1", 3, new LeaseId(7), new RunEnded(Outcome.Completed, "Done."), Run),
            ],
            reopened.Waiting);
        Assert.Equal(4, reopened.FirstOwnNumber);
    }

    [Fact]
    public void AcknowledgedReports_AreGoneAfterARestart()
    {
        using (var outbox = Open())
        {
            for (var epoch = 1; epoch <= 3; epoch++)
                outbox.Add(new LeaseId(7), Run, Epoch(epoch));
            Assert.Equal(2, outbox.Acknowledge(2)!.Number);
            Assert.Null(outbox.Acknowledge(2));
        }
        using var reopened = Open();
        Assert.Equal([1, 3], reopened.Waiting.Select(report => report.Number));
    }

    [Fact]
    public void LeaseIsHeld_UntilTheLastOfItsReportsIsAcknowledged()
    {
        using var outbox = Open();
        outbox.Add(new LeaseId(7), Run, Epoch(1));
        outbox.Add(new LeaseId(7), Run, Epoch(2));
        outbox.Acknowledge(1);
        Assert.True(outbox.HoldsReportsOf(new LeaseId(7)));
        outbox.Acknowledge(2);
        Assert.False(outbox.HoldsReportsOf(new LeaseId(7)));
    }

    [Fact]
    public void NumbersRise_ThoughTheOutboxWasEmptiedAndStartedAfresh()
    {
        var detail = new string('x', 4000);
        long last = 0;
        using (var outbox = Open())
        {
            for (var i = 0; i < 100; i++)
            {
                last = outbox.Add(new LeaseId(i), Run, new RunEnded(Outcome.TrainerCrashed, detail)).Number;
                outbox.Acknowledge(last);
            }
            Assert.InRange(new FileInfo(Path).Length, 1, OutboxFile.FreshAbove + 10_000);
        }
        using var reopened = Open();
        Assert.Equal(0, reopened.Count);
        Assert.Equal(last + 1, reopened.Add(new LeaseId(1), Run, Epoch(1)).Number);
    }

    [Fact]
    public void KilledAtAnyByte_OpensWithEveryReportThatWasKept()
    {
        var keptAt = new List<long>();
        using (var outbox = Open())
        {
            for (var epoch = 1; epoch <= 3; epoch++)
            {
                outbox.Add(new LeaseId(7), Run, Epoch(epoch));
                keptAt.Add(new FileInfo(Path).Length);
            }
        }
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            var kept = keptAt.Count(end => end <= length);
            using (var torn = Open())
            {
                Assert.Equal(Enumerable.Range(1, kept).Select(i => (long)i), torn.Waiting.Select(report => report.Number));
                Assert.Equal(kept + 1, torn.Add(new LeaseId(8), Run, Epoch(9)).Number);
            }
            using var again = Open();
            Assert.Equal(kept + 1, again.Count);
            Assert.Equal(Epoch(9), again.Waiting.Last().Fact);
        }
    }

    [Fact]
    public void TornTailOfOtherBytes_IsCutOff()
    {
        using (var outbox = Open())
            outbox.Add(new LeaseId(7), Run, Epoch(1));
        File.AppendAllText(Path, "\0\0\0\0\0\n\0\0");
        using var reopened = Open();
        Assert.Equal(1, reopened.Count);
        Assert.Equal(2, reopened.Add(new LeaseId(7), Run, Epoch(2)).Number);
    }

    /// <summary>Of the page on which its first byte was to stand an older version is on disk, and of the next page this one.</summary>
    [Fact]
    public void ALineThatBeginsWithTheLastByteOfAPage_OfWhichTheNextAloneReachedTheDisk_IsTorn_AndNoDamage()
    {
        const int page = 4096;
        var path = folder["measured"];
        using (var outbox = OutboxInTest.Open(path))
            outbox.Add(new LeaseId(7), Run, new RunEnded(Outcome.Completed, ""));
        var detail = new string('x', (int)(page - 1 - new FileInfo(path).Length));
        using (var outbox = Open())
        {
            outbox.Add(new LeaseId(7), Run, new RunEnded(Outcome.Completed, detail));
            outbox.Add(new LeaseId(7), Run, Epoch(2));
            outbox.Add(new LeaseId(7), Run, Epoch(3));
        }
        var bytes = File.ReadAllBytes(Path);
        Assert.Equal((byte)'\n', bytes[page - 2]);
        bytes[page - 1] = 0;
        File.WriteAllBytes(Path, bytes);

        using var reopened = Open();

        Assert.Equal(1, Assert.Single(reopened.Waiting).Number);
    }

    [Fact]
    public void DamageBeforeWholeReports_IsNamedWithItsOffsetAndNeverSkipped()
    {
        long first;
        using (var outbox = Open())
        {
            outbox.Add(new LeaseId(7), Run, Epoch(1));
            first = new FileInfo(Path).Length;
            outbox.Add(new LeaseId(7), Run, Epoch(2));
            outbox.Add(new LeaseId(7), Run, Epoch(3));
        }
        var bytes = File.ReadAllBytes(Path);
        bytes[first + 20] ^= 1;
        File.WriteAllBytes(Path, bytes);
        Assert.Contains($"byte {first}", Assert.Throws<BadInputException>(Open).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Path));
    }
}
