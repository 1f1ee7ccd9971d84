using System.Text.Json;
using LiteDB;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Verification;

/// <summary><c>sweep verify</c> on real homes, each with one thing wrong: it is found, named with its place, and nothing else is.</summary>
public sealed class VerifyCommandTests
{
    [Fact]
    public async Task AHomeInWhichEverythingFits_IsClean_AndIsLeftAsItIs()
    {
        using var home = await SoundHome.Make();
        File.Delete(home.BlobOf(SoundHome.Good, 3)); // neither a milestone nor of the last two: collected
        var before = Contents(home);

        var ran = await CommandLine.Sweep("verify", "--complete", "--home", home.Home.Folder);

        Assert.Equal(new Ran(ExitCode.Done,
            $"""
            {home.Home.Folder}: clean
              journal      17 entries, every one with its place, its CRC and the chain to the one before
              trials       6 of 6 with exactly one result
              runs         2 with 7 epochs, each recorded once, under 2 leases
              checkpoints  5 with the recorded content, 1 no longer needed and gone
              results.db   17 documents equal to what the journal says

            """, ""), ran);
        Assert.Equal(before, Contents(home));
    }

    [Fact]
    public async Task WhereNothingIsComparedWithTheJournal_ThatIsSaid()
    {
        using var home = await SoundHome.Make();
        File.Delete(home.Home.ResultsDatabase);

        var ran = await CommandLine.Sweep("verify", "--home", home.Home.Folder);

        Assert.Equal(ExitCode.Done, ran.ExitCode);
        Assert.EndsWith("  results.db   no document was compared with the journal\n", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALiveCoordinator_VerifiesItsHome()
    {
        using var home = await SoundHome.Make();
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        await host.Coordinator.Cancel(SoundHome.Name, CancellationToken.None);
        Assert.Empty(Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.Done));

        File.Delete(home.BlobOf(SoundHome.Good, 5));

        Assert.Equal(
            [("checkpointMissing", $"blobs/{Blob(5)[..2]}/{Blob(5)}")],
            Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials));
    }

    [Fact]
    public async Task ADatabaseGarbledUnderALiveCoordinator_IsFound_AndTheRestIsVerified()
    {
        using var home = await SoundHome.Make();
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        await using (var file = new FileStream(home.Home.ResultsDatabase, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.Write(new byte[100_000].Select(_ => (byte)0x5A).ToArray());
        File.Delete(home.BlobOf(SoundHome.Good, 5));

        Assert.Equal(
            ["checkpointMissing", "databaseUnreadable"],
            Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials).Select(finding => finding.Kind));
    }

    public static TheoryData<string, string, JournalEvent> WrongFacts => new()
    {
        { "an epoch that is recorded already", "repeatedFact", SoundHome.Epoch(1, SoundHome.Good, 5) },
        { "an epoch of a run that no sweep has", "orphanedFact", SoundHome.Epoch(1, RunId.Of("0123456789abcdef"), 1) },
        { "an epoch under a lease never granted", "orphanedFact", SoundHome.Epoch(9, SoundHome.Good, 6) },
        { "an epoch under another run's lease", "orphanedFact", SoundHome.Epoch(2, SoundHome.Good, 6) },
        { "an epoch that leaves a gap", "epochOutOfOrder", SoundHome.Epoch(1, SoundHome.Good, 7) },
        { "an epoch after divergence", "epochOutOfOrder", SoundHome.Epoch(2, SoundHome.Bad, 3) },
        { "a lease with a number that was used", "leaseInconsistent", SoundHome.Granted(2, SoundHome.Good, 0, from: 5) },
        { "a lease from an epoch that nobody trained", "leaseInconsistent", SoundHome.Granted(3, SoundHome.Good, 0, from: 6) },
        { "a lease for a run that no sweep has", "orphanedFact", SoundHome.Granted(3, RunId.Of("0123456789abcdef"), 0) },
        { "the end of a lease that has ended", "repeatedFact", new LeaseEnded(new(1), SoundHome.Good, Outcome.Completed, "") { At = SoundHome.At } },
        { "the end of a lease never granted", "orphanedFact", new LeaseEnded(new(7), SoundHome.Good, Outcome.Completed, "") { At = SoundHome.At } },
        { "the start of a lease that has started", "repeatedFact", new LeaseStarted(new(1), SoundHome.Good, SoundHome.Where) { At = SoundHome.At } },
        { "the failure of a run that no sweep has", "orphanedFact", new RunFailed(RunId.Of("0123456789abcdef"), "") { At = SoundHome.At } },
        { "the end of a sweep never submitted", "orphanedFact", new SweepCancelled("other") { At = SoundHome.At } },
        { "the quarantine of an agent never registered", "orphanedFact", new AgentQuarantined("other", "") { At = SoundHome.At } },
        { "an epoch without its checkpoint", "checkpointUnrecorded", SoundHome.Epoch(1, SoundHome.Good, 6) with { Checkpoint = null } },
        { "an epoch with another one's checkpoint", "checkpointUnrecorded", SoundHome.Epoch(1, SoundHome.Good, 6) with { Checkpoint = SoundHome.CheckpointOf(SoundHome.Good, 5) } },
    };

    [Theory]
    [MemberData(nameof(WrongFacts))]
    public async Task AFactThatNobodyShouldHaveWritten_IsFoundAtItsEntry(string what, string kind, JournalEvent wrong)
    {
        using var home = await SoundHome.Make();
        var offset = new FileInfo(home.Segments[0]).Length;
        home.Append(wrong);

        var findings = Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials);

        Assert.True(findings.SequenceEqual([(kind, $"{home.Segments[0]}, byte {offset}, entry {SoundHome.EntriesOfTheSweep + 1}")]), $"{what}: {string.Join("; ", findings)}");
    }

    [Fact]
    public async Task AnEpochOnOtherData_IsFound()
    {
        using var home = await SoundHome.Make();
        home.Append(
            SoundHome.Granted(3, SoundHome.Good, 0, from: 5),
            new LeaseStarted(new(3), SoundHome.Good, SoundHome.Where with { DatasetFingerprint = "other" }) { At = SoundHome.At },
            SoundHome.Epoch(3, SoundHome.Good, 6, double.NaN));

        var finding = Assert.Single(Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials));

        Assert.Equal("foreignData", finding.Kind);
        Assert.EndsWith(", entry 20", finding.Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFlippedByteInACheckpoint_AndOneCutShort_AreDamage()
    {
        using var home = await SoundHome.Make();
        Flip(home.BlobOf(SoundHome.Good, 3), 5);
        using (var file = new FileStream(home.BlobOf(SoundHome.Good, 5), FileMode.Open))
            file.SetLength(3);

        Assert.Equal(
            [("checkpointDamaged", $"blobs/{Blob(3)[..2]}/{Blob(3)}"), ("checkpointDamaged", $"blobs/{Blob(5)[..2]}/{Blob(5)}")],
            Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task AMissingCheckpoint_OfAMilestoneOrOfTheLastTwo_IsFound(int epoch)
    {
        using var home = await SoundHome.Make();
        File.Delete(home.BlobOf(SoundHome.Good, epoch));

        Assert.Equal(
            [("checkpointMissing", $"blobs/{Blob(epoch)[..2]}/{Blob(epoch)}")],
            Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials));
    }

    [Fact]
    public async Task AChangedDocument_ADeletedOneAndAnExtraOne_AreFound()
    {
        using var home = await SoundHome.Make();
        using (var database = ResultsFile.Open(home.Home.ResultsDatabase))
        {
            var runs = database.GetCollection(Schema.Runs);
            var run = runs.FindById(SoundHome.Bad.Value);
            run["trained"] = 3;
            runs.Update(run);
            database.GetCollection(Schema.Epochs).Delete($"{SoundHome.Good}/0000002");
            database.GetCollection(Schema.Agents).Insert(new BsonDocument { ["_id"] = "ghost" });
        }

        var ran = await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder);

        Assert.Equal(
            [
                ("documentChanged", $"results.db, runs/{SoundHome.Bad}"),
                ("documentMissing", $"results.db, epochs/{SoundHome.Good}/0000002"),
                ("documentUnexpected", "results.db, agents/ghost"),
            ],
            Findings(ran, ExitCode.FailedTrials));
        Assert.Contains("field 'trained' is 3, but 2 by the journal", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADatabaseBehindTheJournal_IsNoFinding_AndIsComparedUpToWhereItIs()
    {
        using var home = await SoundHome.Make();
        home.Append(SoundHome.Granted(3, SoundHome.Good, 0, from: 5), SoundHome.Epoch(3, SoundHome.Good, 6, double.NaN));
        using (var database = ResultsFile.Open(home.Home.ResultsDatabase))
        {
            // What a catch-up that is killed in the middle leaves: epochs ahead of the watermark.
            var point = new CurvePoint(SoundHome.Good, SoundHome.Epoch(3, SoundHome.Good, 6, double.NaN).Metrics, null, new(3), SoundHome.At);
            ProjectionWriter.WriteEpochs(database, [point]);
        }

        var ran = await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder);

        Assert.Equal(["foreignData"], Findings(ran, ExitCode.FailedTrials).Select(finding => finding.Kind)); // the lease never started
        Assert.Contains("is at entry 17 of 19: it would be brought up at the next start", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLostEndOfAJournal_IsFound_ThoughEveryLineThatIsLeftIsSound()
    {
        using var home = await SoundHome.Make();
        var lines = File.ReadAllLines(home.Segments[0]);
        File.WriteAllText(home.Segments[0], string.Concat(lines.Take(lines.Length - 1).Select(line => line + "\n")));

        Assert.Equal(
            [("databaseAhead", "results.db")],
            Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials));
    }

    [Fact]
    public async Task AFileThatIsNoDatabase_IsFound_AndLeftAsItIs()
    {
        using var home = await SoundHome.Make();
        var text = string.Join('\n', Enumerable.Repeat("not a database", 2000));
        File.WriteAllText(home.Home.ResultsDatabase, text);

        Assert.Equal(
            [("databaseUnreadable", "results.db")],
            Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials));
        Assert.Equal(text, File.ReadAllText(home.Home.ResultsDatabase));
    }

    [Fact]
    public async Task OpenTrials_AreFindingsOnlyOnRequest()
    {
        using var home = await SoundHome.Make();
        home.Append(new SweepSubmitted(SweepFile.Parse("name: more\ndataset: shapes10\nmodel: simulated\nspace: { lr: 0.1, epochs: [1, 2] }\n", "f"), "") { At = SoundHome.At });
        await home.Start();

        var relaxed = await CommandLine.Sweep("verify", "--home", home.Home.Folder);
        var strict = await CommandLine.Sweep("verify", "--complete", "--json", "--home", home.Home.Folder);

        Assert.Equal(ExitCode.Done, relaxed.ExitCode);
        Assert.Contains("6 of 8 with exactly one result, 2 open", relaxed.Out, StringComparison.Ordinal);
        Assert.Equal(["trialWithoutResult", "trialWithoutResult"], Findings(strict, ExitCode.FailedTrials).Select(finding => finding.Kind));
    }

    private static string Blob(int epoch) => SoundHome.CheckpointOf(SoundHome.Good, epoch).Sha256;

    private static void Flip(string file, long at)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.Position = at;
        var flipped = (byte)(stream.ReadByte() ^ 1);
        stream.Position = at;
        stream.WriteByte(flipped);
    }

    [Fact]
    public async Task AFalsifiedDigest_IsFound_AndItsDeletionIsTheRemedy()
    {
        using var home = await SoundHome.Make();
        using var other = new JournalFolder();
        using (var journal = other.Open())
            journal.Append([.. JournalReader.Of(home.Home.JournalFolder).After(0).Select(placed =>
                placed.Event is EpochRecorded { Metrics.Epoch: 5 } epoch ? epoch with { Metrics = epoch.Metrics with { ValAccuracy = 0.99 } } : placed.Event)]);
        new JournalDigest(RealFiles.OfThisMachine, home.Home.Digest).Extend(JournalReader.Of(other.Path), SoundHome.EntriesOfTheSweep);

        Assert.Equal([("digestChanged", "journal.digest")],
            Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials));
        Assert.Contains("Delete journal.digest", (await CommandLine.Sweep("verify", "--home", home.Home.Folder)).Out, StringComparison.Ordinal);

        File.Delete(home.Home.Digest);
        Assert.Empty(Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.Done));
    }

    [Fact]
    public async Task AFlippedBitInTheDigest_IsFound_AndADigestThatSaysWhatTheJournalSays_IsNot()
    {
        using var home = await SoundHome.Make();
        new JournalDigest(RealFiles.OfThisMachine, home.Home.Digest).Extend(JournalReader.Of(home.Home.JournalFolder), SoundHome.EntriesOfTheSweep - 1);
        Assert.Empty(Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.Done));

        var bytes = await File.ReadAllBytesAsync(home.Home.Digest);
        bytes[^40] ^= 4;
        await File.WriteAllBytesAsync(home.Home.Digest, bytes);
        Assert.Equal([("digestChanged", "journal.digest")],
            Findings(await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder), ExitCode.FailedTrials));
    }

    private static List<(string Kind, string Place)> Findings(Ran ran, int exitCode)
    {
        Assert.Equal((exitCode, ""), (ran.ExitCode, ran.Error));
        using var report = JsonDocument.Parse(ran.Out);
        Assert.Equal(exitCode == ExitCode.Done, report.RootElement.GetProperty("clean").GetBoolean());
        return [.. report.RootElement.GetProperty("findings").EnumerateArray().Select(finding => (finding.GetProperty("kind").GetString()!, finding.GetProperty("place").GetString()!))];
    }

    /// <summary>Every file but those of the lock, with what is in it.</summary>
    private static IEnumerable<(string File, string Content)> Contents(SoundHome home) =>
        [.. Directory.GetFiles(home.Home.Folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith("sweep.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(file => (file, Convert.ToHexString(File.ReadAllBytes(file))))];
}
