using System.Globalization;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Verification;
using Sweep.Files;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Hosting.Upkeep;

/// <summary>
/// Reads a home as it lies on disk and says whether everything in it fits together. It mends nothing and writes nothing; the results
/// database is looked at in a copy.
/// </summary>
internal sealed class HomeVerification(Home home, bool complete)
{
    private readonly JournalAudit audit = new();
    private readonly ExpectedDocuments expected = new();
    private readonly CheckpointAudit checkpoints = new();
    private readonly List<Finding> findings = [];
    private readonly List<string> notes = [];
    private bool wholeJournal = true;
    private JournalEnd journalEnd;
    private int documents;
    private string? unreadable;

    /// <summary>Of a home that no process uses; the caller holds its lock.</summary>
    public static VerificationReport OfFolder(Home home, bool complete)
    {
        using var database = DatabaseCopy.OfFile(home.ResultsDatabase);
        return new HomeVerification(home, complete).Verify(database, long.MaxValue);
    }

    /// <summary>Of the home of a live coordinator: what it had recorded at one moment, while it goes on.</summary>
    public static async Task<VerificationReport> OfLive(Home home, ResultsDatabase live, BlobStore blobs, bool complete)
    {
        using var held = blobs.Hold();
        DatabaseCopy? database = null;
        try
        {
            var last = long.MaxValue;
            var verification = new HomeVerification(home, complete);
            try
            {
                database = await DatabaseCopy.OfLive(live);
                last = database.Place().Watermark;
            }
            // LiteDB meets damaged pages with exceptions of any type; the rest of the home can be verified all the same.
            catch (Exception e) when (e is not OutOfMemoryException && DeviceFault.In(e) is null)
            {
                verification.unreadable = e.Message;
            }
            return await Task.Run(() => verification.Verify(database, last));
        }
        finally
        {
            database?.Dispose();
        }
    }

    /// <param name="last">The last entry of the journal to look at.</param>
    private VerificationReport Verify(DatabaseCopy? database, long last)
    {
        ReadJournal(last);
        audit.Close();
        findings.AddRange(audit.Findings);
        if (complete)
            findings.AddRange(TrialAudit.WithoutResult(audit.State));
        checkpoints.Check(audit.State, audit.Releases, checkpoint => BlobFiles.Look(RealFiles.OfThisMachine, home.Blobs, checkpoint));
        findings.AddRange(checkpoints.Findings);
        findings.AddRange(CodeAudit.Of(audit.State, code => BlobFiles.Look(RealFiles.OfThisMachine, home.Blobs, code)));
        ReadDatabase(database);
        ReadDigest();
        return new(home.Folder, Counted(), [.. findings], [.. notes]);
    }

    private void ReadJournal(long last)
    {
        var journal = JournalReader.Of(home.JournalFolder);
        try
        {
            foreach (var entry in journal.After(0, last))
            {
                audit.Take(entry);
                expected.Note(entry.Entry);
            }
            if (last == long.MaxValue)
                journalEnd = journal.Check();
        }
        catch (JournalDamagedException damage)
        {
            (wholeJournal, var place) = (false, new JournalPlace(damage.File, damage.Offset, damage.Sequence));
            findings.Add(new(FindingKind.JournalDamaged, place.ToString(), $"The journal is damaged: {damage.What}.",
                "Put the file back from a backup, or let `sweep db recover` keep what precedes this place; " +
                "what follows it is trained again."));
        }
        catch (UnknownEntryException unknown)
        {
            wholeJournal = false;
            findings.Add(new(
                FindingKind.UnknownEntry, unknown.Place.ToString(), unknown.Message, "Use the program that wrote it, or a newer one."));
        }
        if (journal.Torn is { } torn)
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"The journal ends in the middle of an entry that nobody was told of " +
                $"({torn.File}, byte {torn.Offset}, {torn.Bytes} bytes): " +
                $"the next start cuts it off."));
    }

    private void ReadDatabase(DatabaseCopy? database)
    {
        if (unreadable is not null)
            findings.Add(DatabaseAudit.Unreadable(unreadable));
        else if (database is null)
            notes.Add("There is no results database: the next start makes it from the journal.");
        else if (!wholeJournal || !audit.IsFollowed)
            notes.Add("The results database was not compared, because the journal cannot be read to its end.");
        else
            Compare(database);
    }

    private void Compare(DatabaseCopy database)
    {
        try
        {
            var (version, watermark) = database.Place();
            if (version is { } other && other != Schema.Version)
                notes.Add(string.Create(CultureInfo.InvariantCulture,
                    $"The results database was written by a program with document version {other}: " +
                    $"the next start makes it anew from the journal."));
            else if (watermark > audit.State.Sequence)
                findings.Add(DatabaseAudit.Ahead(watermark, audit.State.Sequence));
            else
                CompareAt(watermark, database);
        }
        catch (UnreadableDatabaseException e)
        {
            findings.Add(DatabaseAudit.Unreadable(e.Message));
        }
    }

    private void CompareAt(long watermark, DatabaseCopy database)
    {
        var behind = watermark < audit.State.Sequence;
        if (behind)
            notes.Add(DatabaseAudit.Behind(watermark, audit.State.Sequence));
        var (state, then) = behind ? ReplayedTo(watermark) : (audit.State, expected);
        var comparison = new DocumentComparison(then);
        database.Compare(comparison, state, audit.State, expected);
        documents = comparison.Documents
            - comparison.Differences.Count(difference => difference.Kind is not (DifferenceKind.Missing or DifferenceKind.LeftOut));
        findings.AddRange(comparison.Differences.Select(DatabaseAudit.Of));
    }

    /// <summary>Of one that questions would believe. Any other is as if it were not there.</summary>
    private void ReadDigest()
    {
        if (!wholeJournal || !audit.IsFollowed || DigestFile.EndOf(home.ResultsDigest) is not { } end || end != journalEnd)
            return;
        if (expected.DigestOf(audit.State, end) is not { } digest || !DigestFile.Is(home.ResultsDigest, digest))
            findings.Add(DatabaseAudit.DigestChanged());
    }

    private (CoordinatorState State, ExpectedDocuments Expected) ReplayedTo(long sequence)
    {
        var (state, then) = (new CoordinatorState(), new ExpectedDocuments());
        foreach (var entry in JournalReader.Of(home.JournalFolder).After(0, sequence))
        {
            state.Apply(entry.Event);
            then.Note(entry.Entry);
        }
        return (state, then);
    }

    private Verified Counted()
    {
        var state = audit.State;
        return new(
            state.Sequence, state.Sweeps.Count, TrialAudit.Tally(state), state.Sweeps.Sum(sweep => sweep.AllRuns.Count), state.Leases.Count,
            state.Sweeps.Sum(sweep => sweep.AllRuns.Sum(run => (long)run.Curve.Count)),
            checkpoints.Sound, checkpoints.Collected, documents);
    }
}
