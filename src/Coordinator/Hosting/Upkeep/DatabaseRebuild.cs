using Serilog;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Files;

namespace Sweep.Coordinator.Hosting.Upkeep;

/// <summary>What was made.</summary>
/// <param name="Entries">Of the journal that the database was made from.</param>
public sealed record RebuildView(string Database, long Entries, long Bytes);

/// <summary>Makes the results database anew from the journal; the old one is replaced when the new one is whole.</summary>
internal static class DatabaseRebuild
{
    /// <summary>Of a home that no process uses; the caller holds its lock.</summary>
    /// <exception cref="BadInputException">The journal is damaged; the database is left as it is.</exception>
    public static async Task<RebuildView> Of(Home home, ILogger log)
    {
        try
        {
            using var journal = FileJournal.Open(home.JournalFolder);
            ResultsDatabase.Delete(home.RebuiltDatabase);
            File.Delete(home.ResultsDigest);
            await using (var database = await ResultsDatabase.Open(home.RebuiltDatabase, journal.LastSequence, log))
            {
                var (state, projection) = await OpenHome.Replay(journal.ReadAfter, database, log);
                OpenHome.WriteDigest(home, projection, state, journal.End, log);
            }
            // What is left in the old one's write-ahead log must not be applied to the new one.
            File.Delete(WriteAheadLog.Of(home.ResultsDatabase));
            DurableFile.MoveInto(home.RebuiltDatabase, home.ResultsDatabase);
            File.Delete(UnsyncedMark.Of(home.ResultsDatabase));
            return new(home.ResultsDatabase, journal.LastSequence, new FileInfo(home.ResultsDatabase).Length);
        }
        catch (Exception e) when (e is JournalDamagedException or UnknownEntryException or PoisonousEntryException)
        {
            throw new BadInputException(e.Message);
        }
    }
}
