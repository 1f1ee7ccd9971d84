using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Verification;

/// <summary>
/// Replays a journal and holds every fact against what was true before it. The replay itself takes any fact, because a coordinator
/// must be able to start; here is where a fact that nobody should have written is found.
/// </summary>
internal sealed class JournalAudit
{
    private readonly EpochAudit epochs = new();
    private readonly List<Finding> findings = [];

    /// <summary>After all entries taken so far.</summary>
    public CoordinatorState State { get; } = new();

    public CheckpointReleases Releases { get; } = new();

    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Whether every entry could be followed: what does not follow from all of them cannot be held against them.</summary>
    public bool IsFollowed { get; private set; } = true;

    public void Take(PlacedEntry entry)
    {
        var place = entry.Place.ToString();
        findings.AddRange(BrokenRules(entry.Event).Select(rule => new Finding(rule.Kind, place, rule.Problem, Remedy(rule.Kind))));
        try
        {
            State.Apply(entry.Event);
        }
        catch (Exception e)
        {
            IsFollowed = false;
            findings.Add(new(FindingKind.StateInconsistent, place, $"The entry cannot be replayed: {e.Message}",
                FormattableString.Invariant($"`sweep db recover --step-over {entry.Place.Sequence}` goes on without this one entry.")));
        }
        if (State.LeftOut is [.., var leftOut] && leftOut.Sequence == State.Sequence)
            findings.Add(new(FindingKind.StateInconsistent, place,
                $"{leftOut.What} cannot be followed and counts for nothing: {leftOut.Why}",
                "Submit the sweep anew, as a sweep file can say it."));
        if (entry.Event is SweepSubmitted submitted)
            epochs.Submitted(State.Sweep(submitted.Spec?.Name));
        if (entry.Event is EpochRecorded recorded && State.Run(recorded.Run) is { } run)
            Releases.Recorded(run);
    }

    /// <summary>
    /// Rules about the whole. Facts that are wrong by themselves break these too, so they are asked only where there are none.
    /// </summary>
    public void Close()
    {
        if (findings.Count == 0)
            findings.AddRange(Invariants.Check(State).Select(rule =>
                new Finding(FindingKind.StateInconsistent, "the replayed journal", rule, Remedy(FindingKind.StateInconsistent))));
    }

    private IEnumerable<BrokenRule> BrokenRules(JournalEvent e) => e switch
    {
        LeaseGranted granted => LeaseAudit.Check(State, granted),
        LeaseStarted started => LeaseAudit.Check(State, started),
        LeaseEnded ended => LeaseAudit.Check(State, ended),
        EpochRecorded recorded => epochs.Check(State, recorded),
        _ => ReferenceAudit.Check(State, e),
    };

    private static string Remedy(FindingKind kind) => kind == FindingKind.CheckpointUnrecorded
        ? "The result stands; the run can only be continued from an earlier checkpoint."
        : "A program wrote what it must not: keep a copy of the home and report the defect.";
}

/// <summary>What a fact breaks; the audit knows where it stands.</summary>
internal readonly record struct BrokenRule(FindingKind Kind, string Problem);
