using System.Globalization;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Verification;

/// <summary>What it means where the results database is not what follows from the journal.</summary>
internal static class DatabaseAudit
{
    private const string Rebuild = "`sweep db rebuild` makes the results database anew from the journal.";

    private const string LeftOut = "Nothing of it is lost: the journal has it; give what is still at work a shorter name.";

    public static Finding Of(DocumentDifference difference) => new(
        difference.Kind switch
        {
            DifferenceKind.Missing => FindingKind.DocumentMissing,
            DifferenceKind.Unexpected => FindingKind.DocumentUnexpected,
            DifferenceKind.LeftOut => FindingKind.DocumentLeftOut,
            _ => FindingKind.DocumentChanged,
        },
        $"results.db, {difference.Collection}/{difference.Id}",
        difference.Detail,
        difference.Kind is DifferenceKind.LeftOut ? LeftOut : Rebuild);

    public static Finding Unreadable(string cause) => new(
        FindingKind.DatabaseUnreadable, "results.db", $"The results database cannot be read: {cause.TrimEnd('.')}.",
        "The next start keeps it aside and makes it anew from the journal; `sweep db rebuild` does so now.");

    public static Finding DigestChanged() => new(
        FindingKind.DocumentChanged, "results.digest",
        "The digest of the results database, by which most questions are answered, is not what follows from the journal.", Rebuild);

    /// <summary>Only the database remembers how long the journal was, so this is also how a lost end of the journal shows.</summary>
    public static Finding Ahead(long watermark, long journalEnd) => new(
        FindingKind.DatabaseAhead, "results.db",
        FormattableString.Invariant($"The results database is at entry {watermark} of the journal, which ends at entry {journalEnd}."),
        "If the end of the journal was lost, put it back from a backup; if not, `sweep db rebuild` makes the results database follow "
            + "the journal as it is.");

    public static string Behind(long watermark, long journalEnd) => string.Create(
        CultureInfo.InvariantCulture,
        $"The results database is at entry {watermark} of {journalEnd}: it would be brought up at the next start. It was compared with "
        + $"the journal up to there.");
}
