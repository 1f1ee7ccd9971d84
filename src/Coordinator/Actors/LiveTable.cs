using System.Collections.Immutable;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Actors;

/// <summary>The latest progress of every active lease, and the view of it for people.</summary>
internal sealed class LiveTable
{
    private readonly Dictionary<LeaseId, Progress> progress = [];

    public void Note(Progress message) => progress[message.Lease] = message;

    public void Follow(JournalEvent e)
    {
        if (e is LeaseEnded ended)
            progress.Remove(ended.Lease);
    }

    public LiveView View(CoordinatorState state, Roster roster, DateTimeOffset now, TimeSpan silence) => new(
        [.. state.ActiveLeases.OrderBy(lease => lease.Agent, StringComparer.Ordinal).ThenBy(lease => lease.Slot).Select(View)],
        [.. state.Agents.OrderBy(agent => agent.Name, StringComparer.Ordinal).Select(agent => View(agent, state, roster, now, silence))]);

    private RunningView View(LeaseState lease)
    {
        var latest = progress.GetValueOrDefault(lease.Id);
        var run = lease.Run;
        return new(
            run.Sweep.Name, run.Id, run.Run.Parameters, lease.Agent, lease.Slot, lease.Attempt,
            latest?.Epoch ?? lease.FromEpoch, lease.ToEpoch, latest?.Step ?? 0, latest?.Steps ?? 0,
            latest?.TrainLoss, latest?.ImagesPerSecond, run.Curve.Last?.Metrics, latest is null ? null : SecondsLeft(lease, latest));
    }

    /// <summary>From the seconds of the run's last epoch, else null: the first epoch has nothing to go by but its own pace.</summary>
    private static double? SecondsLeft(LeaseState lease, Progress latest)
    {
        if (lease.Run.Curve.Last?.Metrics.Seconds is not { } perEpoch || latest.Steps <= 0)
            return null;
        return perEpoch * (lease.ToEpoch - latest.Epoch + 1 - ((double)latest.Step / latest.Steps));
    }

    private AgentView View(AgentState agent, CoordinatorState state, Roster roster, DateTimeOffset now, TimeSpan silence)
    {
        var heard = roster.HeardAt(agent.Name);
        var standing = agent.Quarantine is not null ? "quarantined" : heard is { } at && now - at <= silence ? "online" : "offline";
        return new(agent.Name, agent.Host, standing, Slots(agent), agent.Program, heard ?? agent.RegisteredAt, StateRecords.Note(agent) ?? Barred(agent, state));
    }

    private ImmutableArray<SlotView> Slots(AgentState agent) =>
        [.. agent.Slots.Select(slot => new SlotView(slot.Number, slot.Device, slot.Model, agent.Leases.TryGetValue(slot.Number, out var lease) ? View(lease) : null))];

    private static string? Barred(AgentState agent, CoordinatorState state)
    {
        var sweeps = state.Sweeps.Where(sweep => sweep.Bars(agent.Name, agent.Incarnation)).Select(sweep => sweep.Name).ToList();
        return sweeps.Count == 0 ? null : $"Its data are missing or differ for {string.Join(", ", sweeps)}; mend them and restart the agent.";
    }
}
