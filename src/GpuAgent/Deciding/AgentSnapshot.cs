using System.Collections.Immutable;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What the agent is doing, as of its last event.</summary>
/// <param name="Running">Leases at work.</param>
/// <param name="Reporting">Leases that nobody trains under any more, held for the reports that wait.</param>
/// <param name="Idle">Slots that may ask for work: nothing runs there, and the coordinator knows how the last run ended.</param>
/// <param name="Ready">The first reports of the outbox, in order, as far as their checkpoints are in the coordinator's store.</param>
/// <param name="Inherited">Whether reports of an earlier process still wait: they go before any work is asked for.</param>
/// <param name="Progress">The latest of every lease in training.</param>
/// <param name="StoreFails">Whether the coordinator's store is out of reach: its address may have changed.</param>
/// <param name="Busy">Whether any slot has a run.</param>
/// <param name="Trouble">What keeps the agent from its work, one sentence with the remedy; null where nothing does.</param>
/// <param name="TimeIsUp">Whether nothing is trained here any more, since the machine is lent until a moment and no epoch has time.</param>
internal sealed record AgentSnapshot(
    ImmutableArray<LeaseId> Running,
    ImmutableArray<LeaseId> Reporting,
    ImmutableArray<int> Idle,
    ImmutableArray<Report> Ready,
    int Unacknowledged,
    bool Inherited,
    ImmutableArray<Progress> Progress,
    bool StoreFails,
    bool Busy,
    string? Trouble,
    bool TimeIsUp)
{
    /// <summary>Leases of the reports in the outbox.</summary>
    public ImmutableArray<LeaseId> Waiting { get; init; } = [];

    /// <summary>Leases of the runs that slots train next.</summary>
    public ImmutableArray<LeaseId> Ahead { get; init; } = [];

    /// <summary>Whether reports have waited in vain for so long that no lease is held for them any more.</summary>
    public bool StandsStill { get; init; }
}
