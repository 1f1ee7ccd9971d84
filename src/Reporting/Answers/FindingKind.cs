namespace Sweep.Reporting.Answers;

/// <summary>What can be wrong with a home. The names are those of <c>sweep verify --json</c>, a contract.</summary>
public enum FindingKind
{
    /// <summary>A byte of the journal is not what was written, or a segment is missing.</summary>
    JournalDamaged,
    /// <summary>An entry is sound, but this program does not know what it says.</summary>
    UnknownEntry,
    /// <summary>A fact about a sweep, run, lease or agent that no fact before it introduced.</summary>
    OrphanedFact,
    /// <summary>Something that can happen only once is recorded again.</summary>
    RepeatedFact,
    /// <summary>An epoch that is not the next one of its run.</summary>
    EpochOutOfOrder,
    /// <summary>A lease number that does not rise, or two leases for one run or slot at a time.</summary>
    LeaseInconsistent,
    /// <summary>An epoch trained on other data than the rest of its sweep, or under a lease that never said on which.</summary>
    ForeignData,
    /// <summary>What the journal adds up to breaks a rule of the program.</summary>
    StateInconsistent,
    /// <summary>A trial of the grid without a result; sought only where the sweeps are said to be complete.</summary>
    TrialWithoutResult,
    /// <summary>An epoch that did not diverge but has no checkpoint, or one that belongs to another epoch.</summary>
    CheckpointUnrecorded,
    /// <summary>A checkpoint that must be kept is not in <c>blobs/</c>.</summary>
    CheckpointMissing,
    /// <summary>A checkpoint's content is not that of its name and length.</summary>
    CheckpointDamaged,
    /// <summary>The results database cannot be read.</summary>
    DatabaseUnreadable,
    /// <summary>
    /// The results database knows of more entries than the journal has: the end of one of them is gone, or they do not belong together.
    /// </summary>
    DatabaseAhead,
    /// <summary>A document that follows from the journal is not in the results database.</summary>
    DocumentMissing,
    /// <summary>A document is not what follows from the journal.</summary>
    DocumentChanged,
    /// <summary>A document of which the journal knows nothing.</summary>
    DocumentUnexpected,
    /// <summary>A document that the results database cannot keep, so that questions do not see it.</summary>
    DocumentLeftOut,
    /// <summary>The code of a sweep's program is not in <c>blobs/</c>.</summary>
    CodeMissing,
    /// <summary>It is there, and is not what its name says.</summary>
    CodeDamaged,
    /// <summary>The journal's digest is not what was written, or does not say what the journal says.</summary>
    DigestChanged,
}
