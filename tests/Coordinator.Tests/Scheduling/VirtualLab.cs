using Sweep.Coordinator.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>
/// A whole lab on virtual time: a heap of (time, n, what happens). Messages take time, get lost, come twice and overtake each
/// other; the coordinator keeps only its journal over a restart, agents only their outbox.
/// </summary>
internal sealed class VirtualLab
{
    private readonly PriorityQueue<Action, (double Time, long Order)> future = new();
    private readonly Dictionary<string, VirtualAgent> agents = [];
    private readonly HashSet<string> registered = [];
    private readonly Dictionary<string, double> heard = [];
    private readonly Life life = new();
    private readonly Random random;
    private LeaseClock clock = new(Life.Terms.Lease);
    private long order;
    private int generation;

    public VirtualLab(int seed, int agentCount, int slots)
    {
        random = new(seed);
        for (var i = 0; i < agentCount; i++)
        {
            var agent = new VirtualAgent($"agent-{i}", slots, this, random.Next());
            agents.Add(agent.Name, agent);
            After(random.NextDouble(), agent.StartProcess);
        }
        After(1, Look);
    }

    public IReadOnlyList<VirtualAgent> Agents => [.. agents.Values];
    public double Now { get; private set; }
    public Life Life => life;
    public int Restarts => generation;
    public int EpochsTrained { get; set; }

    /// <summary>Whether checkpoints can be put into the coordinator's store.</summary>
    public bool StoreWorks { get; set; } = true;

    public void After(double seconds, Action what) => future.Enqueue(what, (Now + seconds, order++));

    public bool Step()
    {
        var more = future.TryDequeue(out var what, out var when);
        Now = when.Time;
        life.Now = Some.Noon.AddSeconds(Now);
        what?.Invoke();
        return more;
    }

    /// <summary>From an agent; lost where the coordinator restarts in the meantime.</summary>
    public void ToCoordinator(VirtualAgent from, ISweepMessage message)
    {
        var then = generation;
        Deliver(() =>
        {
            if (then == generation)
                Receive(from, message);
        });
    }

    public void RestartCoordinator()
    {
        generation++;
        registered.Clear();
        life.Restart();
        clock = new(Life.Terms.Lease);
        clock.Start(life.State.ActiveLeases, TimeSpan.FromSeconds(Now));
    }

    private void Deliver(Action receive)
    {
        for (var copies = random.NextDouble() switch { < 0.05 => 0, < 0.1 => 2, _ => 1 }; copies > 0; copies--)
            After(random.NextDouble() < 0.05 ? random.NextDouble() * 10 : random.NextDouble() * 0.05, receive);
    }

    private void Receive(VirtualAgent from, ISweepMessage message)
    {
        var time = TimeSpan.FromSeconds(Now);
        heard[from.Name] = Now;
        life.Online.Clear();
        life.Online.UnionWith(heard.Where(agent => Now - agent.Value <= Life.Terms.Lease.TotalSeconds).Select(agent => agent.Key));
        switch (message)
        {
            case Register register:
                registered.Add(from.Name);
                Consider(new RegisterAgent(register), from);
                foreach (var lease in register.Held)
                    clock.Heard(lease, time);
                break;
            case RequestWork or Heartbeat when !registered.Contains(from.Name):
                Send(from, new RegisterFirst());
                break;
            case RequestWork request:
                Consider(new AskForWork(request), from);
                break;
            case Heartbeat heartbeat:
                Consider(new HearAgent(heartbeat), from);
                foreach (var lease in heartbeat.Held)
                    clock.Heard(lease, time);
                break;
            case Report report:
                clock.Heard(report.Lease, time);
                Consider(new RecordReport(report), from);
                break;
        }
    }

    private void Look()
    {
        foreach (var lease in clock.Expired(TimeSpan.FromSeconds(Now)))
            Consider(new ExpireLease(lease.Id, lease.Silence), null);
        After(clock.LookEvery.TotalSeconds, Look);
    }

    private void Consider(Command command, VirtualAgent? from)
    {
        var effects = life.Send(command);
        foreach (var e in life.Latest)
            clock.Follow(e, TimeSpan.FromSeconds(Now));
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Reply reply: Send(from!, reply.Message); break;
                case SendTo send: Send(agents[send.Agent], send.Message); break;
                case Broadcast broadcast: foreach (var agent in agents.Values) Send(agent, broadcast.Message); break;
            }
        }
    }

    private void Send(VirtualAgent to, ISweepMessage message) => Deliver(() => to.Receive(message));
}
