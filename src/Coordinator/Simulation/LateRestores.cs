using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// Puts an older backup in the place of the coordinator's home while reports of leases that are not in it wait for the store, and has
/// other runs asked for then: the numbers of those leases are given out again, for runs that are not theirs.
/// </summary>
internal sealed class LateRestores(SimulatedLab lab, Dice dice)
{
    /// <summary>How often it is looked whether reports wait by now.</summary>
    private const int MostLooks = 60;

    private SimulatedCoordinator Coordinator => lab.Coordinator;

    public void Begin() => BackUpLater();

    private void BackUpLater() => WhileTroubleLasts(dice.Seconds(5, 30), () =>
    {
        var last = Coordinator.State.LastLease;
        if (last.Number > 0 && Coordinator.BackUp() is { } backup)
        {
            lab.StoreFails = true;
            RestoreWhereReportsWait(backup, last, MostLooks);
        }
        else
        {
            BackUpLater();
        }
    });

    private void RestoreWhereReportsWait(KeptHome backup, LeaseId last, int looks) => WhileTroubleLasts(dice.Seconds(0.5, 2), () =>
    {
        if (looks == 0)
        {
            lab.StoreFails = false;
            BackUpLater();
        }
        else if (Coordinator is { IsUp: true, IsAsleep: false } && lab.Agents.Any(agent => agent.ReportsAfter(last)))
        {
            Restore(backup);
        }
        else
        {
            RestoreWhereReportsWait(backup, last, looks - 1);
        }
    });

    private void Restore(KeptHome backup)
    {
        var down = dice.Seconds(0, 3);
        Coordinator.Restore(backup, down);
        lab.Tally.Note(SimulatedFault.BackupRestored);
        lab.Trail.Say(() => "--- an older backup is restored while reports wait");
        WhileTroubleLasts(down + TimeSpan.FromSeconds(1), lab.People.AskForOtherRuns);
        WhileTroubleLasts(down + dice.Seconds(5, 30), () =>
        {
            lab.StoreFails = false;
            BackUpLater();
        });
    }

    private void WhileTroubleLasts(TimeSpan wait, Action what) => lab.Timeline.After(wait, () =>
    {
        if (!lab.IsCalm)
            what();
    });
}
