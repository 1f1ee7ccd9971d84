using System.Diagnostics;
using Sweep.Coordinator.Drilling.Faults;
using Sweep.Coordinator.Drilling.Network;
using Sweep.Coordinator.Drilling.Processes;

namespace Sweep.Coordinator.Drilling;

/// <summary>A fault that was done, or was not because its victim never came.</summary>
internal sealed record DoneFault(TimeSpan At, Fault Fault, bool Done);

/// <summary>
/// Does the faults of a schedule: one after the other to the same victim, side by side to different ones. Whatever it did is undone when it
/// ends.
/// </summary>
internal sealed class Injection(PrivateCluster cluster, IReadOnlyCollection<Fault> faults, Action<DoneFault> tell)
{
    private static readonly TimeSpan VictimPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly long began = Stopwatch.GetTimestamp();

    /// <summary>Completes when all faults are done.</summary>
    public Task Run(CancellationToken cancellation) =>
        Task.WhenAll(faults.GroupBy(fault => fault.Victim).Select(of => Lane([.. of], cancellation)));

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(began);

    private async Task Lane(Fault[] lane, CancellationToken cancellation)
    {
        foreach (var fault in lane)
        {
            if (fault.At > Elapsed)
                await Task.Delay(fault.At - Elapsed, cancellation);
            await Do(fault, cancellation);
        }
    }

    private Task Do(Fault fault, CancellationToken cancellation) => (fault.Victim.Part, fault.Victim.Agent) switch
    {
        (Part.Coordinator, _) => Do(fault, cluster.Coordinator, cancellation),
        (Part.Agent, { } agent) => Do(fault, cluster.Agents[agent - 1], cancellation),
        (Part.Trainer, { } agent) => DoToTrainer(fault, cluster.Agents[agent - 1], cancellation),
        (Part.Network, { } agent) => Do(fault, cluster.Links[agent - 1], cancellation),
        (Part.Network, null) => Do(fault, cluster.CheckpointLink, cancellation),
        (Part.Disk, var agent) => Fill(fault, agent, cancellation),
        (Part.Peers, _) => DoToPeers(fault, [.. cluster.Peers(fault.Victim)], cancellation),
        (_, var agent) => SetClock(fault, agent),
    };

    private async Task Do(Fault fault, SupervisedProcess victim, CancellationToken cancellation)
    {
        if (await Wait(
            () => victim.Current is { HasExited: false } living && (fault.Up ? victim.AtWork() : victim.Age) >= fault.Life ? living : null,
            fault.Life + VictimPatience, cancellation) is not { } child)
        {
            Tell(fault, done: false);
            return;
        }
        Tell(fault, done: true);
        if (fault.Act is Act.Kill)
            await victim.Kill(fault.Lasts, cancellation);
        else
            await Frozen(child.Pid, fault.Lasts, cancellation);
    }

    private async Task DoToTrainer(Fault fault, SupervisedProcess agent, CancellationToken cancellation)
    {
        await Task.Delay(fault.Life, cancellation);
        if (await Wait(
            () => agent.Current is { HasExited: false } living && Trainers.Of(living.Pid) is [var first, ..] ? (int?)first : null,
            VictimPatience, cancellation) is not { } pid)
        {
            Tell(fault, done: false);
            return;
        }
        Tell(fault, done: true);
        if (fault.Act is Act.Freeze)
            await Frozen(pid, fault.Lasts, cancellation);
        else
            Kill(pid);
    }

    private async Task Do(Fault fault, Link link, CancellationToken cancellation)
    {
        if (await Wait(() => link.IsUp ? link : null, VictimPatience, cancellation) is null)
        {
            Tell(fault, done: false);
            return;
        }
        Tell(fault, done: true);
        switch (fault.Act)
        {
            case Act.Cut:
                await CutAgainAndAgain(link, fault.Lasts, cancellation);
                break;
            case Act.Darken:
                link.Darken();
                await Undone(fault.Lasts, link.Lighten, cancellation);
                break;
            default:
                link.Garbling.Begin((int)fault.At.TotalMilliseconds);
                await Undone(fault.Lasts, link.Garbling.End, cancellation);
                break;
        }
    }

    /// <summary>Agents need not be connected with each other to be kept apart.</summary>
    private async Task DoToPeers(Fault fault, IReadOnlyList<Link> peers, CancellationToken cancellation)
    {
        Tell(fault, done: true);
        if (fault.Act is Act.Cut)
        {
            await Task.WhenAll(peers.Select(link => CutAgainAndAgain(link, fault.Lasts, cancellation)));
            return;
        }
        foreach (var link in peers)
            link.Darken();
        await Undone(fault.Lasts, () => Array.ForEach([.. peers], link => link.Lighten()), cancellation);
    }

    /// <summary>
    /// Once, and then for a while twice a second: whoever connects again is cut again, in the middle of whatever it sends.
    /// </summary>
    private static async Task CutAgainAndAgain(Link link, TimeSpan lasts, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        do
        {
            link.Cut();
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
        }
        while (Stopwatch.GetElapsedTime(since) < lasts);
    }

    private Task Fill(Fault fault, int? agent, CancellationToken cancellation)
    {
        var disk = cluster.DiskOf(agent);
        Tell(fault, done: disk is not null);
        return disk?.Fill(fault.Lasts, cancellation) ?? Task.CompletedTask;
    }

    private Task SetClock(Fault fault, int? agent)
    {
        Tell(fault, done: true);
        cluster.SetClock(agent, fault.Jump);
        return Task.CompletedTask;
    }

    private static async Task Frozen(int pid, TimeSpan lasts, CancellationToken cancellation)
    {
        await using var freeze = Freeze.Of(pid);
        await Task.Delay(lasts, cancellation);
    }

    private static async Task Undone(TimeSpan lasts, Action undo, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(lasts, cancellation);
        }
        finally
        {
            undo();
        }
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It had just ended by itself.
        }
    }

    private static async Task<T?> Wait<T>(Func<T?> victim, TimeSpan patience, CancellationToken cancellation)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < patience; await Task.Delay(BetweenLooks, cancellation))
        {
            if (victim() is { } found)
                return found;
        }
        return default;
    }

    private void Tell(Fault fault, bool done) => tell(new(Elapsed, fault, done));
}
