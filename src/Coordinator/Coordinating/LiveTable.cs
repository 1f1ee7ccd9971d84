using System.Collections.Immutable;
using Sweep.Coordinator.Forecasting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Coordinating;

/// <summary>The latest progress of every active lease, and the view of it for people.</summary>
internal sealed class LiveTable
{
    /// <summary>Looking through what waits is the only thing here that grows with the sweep: once a second at most.</summary>
    private static readonly TimeSpan WorkloadLives = TimeSpan.FromSeconds(1);

    private readonly Dictionary<LeaseId, Progress> progress = [];
    private readonly Dictionary<string, string> troubles = [];
    private readonly Dictionary<string, ImmutableArray<GpuFigures>> gpus = [];
    private readonly Throughput throughput = new();
    private (TimeSpan At, Workload Work, ILookup<string, string> Slow)? latest;

    public void Note(Progress message) => progress[message.Lease] = message;

    public void Note(Heartbeat message)
    {
        if (message.Trouble is { } trouble)
            troubles[message.Agent] = trouble;
        else
            troubles.Remove(message.Agent);
        if (message.Gpus is { } figures)
            gpus[message.Agent] = figures;
        else
            gpus.Remove(message.Agent);
    }

    /// <param name="elapsed">Monotonic.</param>
    public void Follow(JournalEvent e, TimeSpan elapsed)
    {
        switch (e)
        {
            case LeaseGranted: throughput.Began(elapsed); break;
            case EpochRecorded: throughput.Recorded(elapsed); break;
            case LeaseEnded ended: progress.Remove(ended.Lease); break;
        }
    }

    /// <param name="silence">How long an agent may be silent before it counts as offline.</param>
    public LiveView View(CoordinatorState state, Roster roster, Moment now, TimeSpan silence)
    {
        bool Online(AgentState agent) => roster.IsOnline(agent.Name, now, silence);

        if (latest is not { } known || now.Elapsed - known.At >= WorkloadLives)
            latest = known = (now.Elapsed, StateWorkload.Of(state, Online, EpochsLeft), SlowSlots.Of(state));
        var paces = known.Work.Paces;
        ImmutableArray<RunningView> running =
            [.. state.ActiveLeases.OrderBy(lease => lease.Agent, StringComparer.Ordinal)
                .ThenBy(lease => lease.Slot)
                .Select(lease => View(lease, state, paces))];
        return new(
            now.At, running,
            [.. state.Agents.OrderBy(agent => agent.Name, StringComparer.Ordinal)
                .Select(agent => View(agent, state, roster, Online(agent), known))],
            known.Work, new(running.Sum(run => run.ImagesPerSecond ?? 0), throughput.EpochsPerMinute(now.Elapsed)),
            LatestFailures.Of(state), WaitingSweeps.Of(state, Online))
        {
            LeftOut = [.. state.LeftOut],
        };
    }

    private RunningView View(LeaseState lease, CoordinatorState state, PaceBook paces)
    {
        var heard = progress.GetValueOrDefault(lease.Id);
        var run = lease.Run;
        return new(
            run.Sweep.Name, run.Id, run.Run.Parameters, lease.Agent, lease.Slot, lease.Attempt,
            heard?.Epoch ?? lease.FromEpoch, lease.ToEpoch, heard?.Step ?? 0, heard?.Steps ?? 0,
            heard?.TrainLoss, heard?.ImagesPerSecond, run.Curve.Last?.Metrics, SecondsLeft(lease, state, paces))
        {
            Metric = run.Sweep.Spec.Program is null ? null : run.Sweep.Spec.Objective.Metric,
        };
    }

    /// <summary>At the slot's usual pace.</summary>
    private double? SecondsLeft(LeaseState lease, CoordinatorState state, PaceBook paces)
    {
        var device = state.Agent(lease.Agent)?.Slots.FirstOrDefault(slot => slot.Number == lease.Slot)?.Model ?? "";
        return EpochsLeft(lease)
            * paces.EpochOn(new(lease.Agent, lease.Slot), device, RunKind.Of(lease.Run.Sweep.Spec, lease.Run.Run.Parameters))?.Usual;
    }

    private double EpochsLeft(LeaseState lease)
    {
        var trained = progress.GetValueOrDefault(lease.Id) is { Steps: > 0 } heard
            ? heard.Epoch - 1 + Math.Min((double)heard.Step / heard.Steps, 1)
            : lease.FromEpoch;
        return Math.Max(lease.ToEpoch - Math.Max(trained, lease.Run.Curve.Count), 0);
    }

    private AgentView View(
        AgentState agent, CoordinatorState state, Roster roster, bool online,
        (TimeSpan At, Workload Work, ILookup<string, string> Slow) known)
    {
        var standing = agent.Quarantine is not null ? AgentStatus.Quarantined
            : online ? AgentStatus.Online
            : AgentStatus.Offline;
        return new(
            agent.Name, agent.Host, standing, Slots(agent, state, known.Work.Paces, online), agent.Program,
            roster.HeardAt(agent.Name) ?? agent.RegisteredAt,
            StateRecords.Note(agent) ?? (online ? troubles.GetValueOrDefault(agent.Name) : null) ?? Barred(agent, state)
                ?? (online ? known.Slow[agent.Name].FirstOrDefault() : null))
        {
            Hold = agent.Hold?.How,
        };
    }

    private ImmutableArray<SlotView> Slots(AgentState agent, CoordinatorState state, PaceBook paces, bool online)
    {
        var figures = online ? gpus.GetValueOrDefault(agent.Name, []) : [];
        return
        [
            .. agent.Slots.Select(slot => new SlotView(slot.Number, slot.Device, slot.Model,
                agent.Leases.TryGetValue(slot.Number, out var lease) ? View(lease, state, paces) : null)
            {
                Gpu = figures.FirstOrDefault(gpu => gpu.Device == slot.Device) is { } gpu
                    ? new(gpu.UsedMiB, gpu.TotalMiB, gpu.Celsius)
                    : null,
            }),
        ];
    }

    private static string? Barred(AgentState agent, CoordinatorState state)
    {
        var sweeps = state.Sweeps.Where(sweep => sweep.BarOf(agent) is not null).Select(sweep => sweep.Name).ToList();
        return sweeps.Count == 0
            ? null
            : $"Its data are missing or differ for {string.Join(", ", sweeps)}; mend them: " +
                "it is tried again every few minutes, and at once when the agent is restarted.";
    }
}
