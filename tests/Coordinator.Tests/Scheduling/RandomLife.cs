using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>Turns numbers into commands, sensible and senseless ones, against whatever the state is just then.</summary>
internal sealed class RandomLife
{
    private static readonly string[] Agents = ["a", "b", "c"];
    private static readonly Outcome[] AllOutcomes = Enum.GetValues<Outcome>();
    private readonly Life life = new();

    public RandomLife()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 5], epochs: [1, 3]));
        foreach (var agent in Agents)
            life.Register(agent, slots: 2);
    }

    public Life Life => life;

    public void Step((int Kind, int A, int B) step)
    {
        var (kind, a, b) = step;
        life.Now += TimeSpan.FromSeconds(b % 20);
        var agent = Agents[a % Agents.Length];
        life.Online.Clear();
        life.Online.UnionWith(Agents.Where((_, i) => (b >> (i + 5)) % 2 == 1));
        switch (kind)
        {
            case 0: life.Submit(Spec(a, b)); break;
            case 1: life.Send(new CancelSweep("some")); break;
            case 2: life.Send(new ResumeSweep("some")); break;
            case 3: life.Send(new RetryFailed("some")); break;
            case 4: life.Register(agent, slots: 2, running: [.. Held(agent).Where((_, i) => (b >> i) % 2 == 0)]); break;
            case 5: life.Send(new LoseAgent(agent, life.Incarnation(agent))); break;
            case 6: life.Send(new ExpireLease(AnyLease(b))); break;
            case 7: life.Restart(); break;
            case 8: life.Send(new HearAgent(new(agent, life.Incarnation(agent), [AnyLease(b)]))); break;
            case < 14: Ask(agent, b % 2, ahead: a % 2 == 0); break;
            case < 17: life.Start(AnyLease(a), b % 12 == 0 ? "bb" : "aa"); break;
            case < 25: Epoch(AnyLease(a), b); break;
            case 29: life.Send(new HoldAgent(agent, b % 2 == 0 ? AgentHold.Paused : AgentHold.Drained)); break;
            case 30: life.Send(new HoldAgent(agent, AgentHold.Drained, "so it is")); break;
            case 31: life.Send(new ResumeAgent(agent)); break;
            default: life.Report(AnyLease(a), new RunEnded(AllOutcomes[b % AllOutcomes.Length], "so it was", AgentsOwn: b % 3 == 0)); break;
        }
    }

    /// <summary>From wherever it is, an undisturbed agent finishes the sweep.</summary>
    public void Finish()
    {
        life.Send(new ResumeSweep("some"));
        life.Send(new RetryFailed("some"));
        foreach (var agent in Agents)
        {
            life.Register(agent, slots: 2);
            life.Send(new ResumeAgent(agent));
        }
        life.Online.UnionWith(Agents);
        life.Now += TimeSpan.FromDays(1);
        // The data are bound to the agent that began, and are as they were again.
        var fingerprint = life.State.Sweep("some")!.Data?.Fingerprint ?? "aa";
        while (Agents.Select(agent => life.Assigned(agent)).FirstOrDefault(assign => assign is not null) is { } assign)
        {
            life.Start(assign.Lease, fingerprint);
            life.Train(assign);
            life.Now += TimeSpan.FromDays(1);
        }
    }

    private static SweepSpec Spec(int a, int b) => Some.Spec(
        lrs: [.. new[] { 0.1, 0.2, 0.3, 5 }.Where((_, i) => i == a % 4 || (a >> i) % 2 == 1)],
        epochs: [.. new[] { 1.0, 2, 3, 5 }.Where((_, i) => i == b % 4 || (b >> i) % 2 == 1)],
        maxAttempts: 1 + (a % 3));

    private void Ask(string agent, int slot, bool ahead)
    {
        if (ahead)
            life.Next(agent, slot);
        else
            life.Ask(agent, slot);
    }

    private LeaseId AnyLease(int n) => new(life.State.LastLease.Number - (n % 8));

    private IEnumerable<LeaseId> Held(string agent) => life.State.Agent(agent)!.Held.Select(lease => lease.Id).OrderBy(id => id.Number);

    private void Epoch(LeaseId lease, int b)
    {
        var next = (life.State.Lease(lease)?.Run.Curve.Count ?? 0) + 1;
        if (life.State.Lease(lease) is not null)
            life.Epoch(lease, b % 5 == 0 ? next + (b % 4) - 2 : next);
    }
}
