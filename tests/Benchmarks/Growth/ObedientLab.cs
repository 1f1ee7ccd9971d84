using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Benchmarks.Growth;

/// <summary>
/// Agents that take whatever they are given and report all of it at once, straight to a desk. All slots ask, then all of them report; what
/// the desk decided about goes to disk after each.
/// </summary>
/// <param name="checkpoint">SHA-256 of what every epoch leaves behind.</param>
/// <param name="checkpointBytes">Its length.</param>
internal sealed class ObedientLab(Desk desk, Sessions sessions, int agents, string checkpoint, long checkpointBytes)
{
    private static readonly Provenance Provenance = new(new string('a', 64), "cpu", "simulated", "none", "0.1.0", Precision.Fp32, "");
    private readonly List<ObedientAgent> agents =
        [.. Enumerable.Range(0, agents).Select(number => new ObedientAgent(string.Create(CultureInfo.InvariantCulture, $"box-{number}"), sessions))];
    private TimeSpan elapsed;

    /// <summary>Of all slots' questions for work.</summary>
    public Span HandingOut { get; private set; }

    /// <summary>Of all reports.</summary>
    public Span Recording { get; private set; }

    public int Leases { get; private set; }
    public int Reports { get; private set; }

    private Moment Now => new(elapsed, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + elapsed);

    public void Order(object command)
    {
        desk.On(command, NoPeer.Instance, Now);
        Flush();
    }

    public void Register()
    {
        desk.Start(Now);
        foreach (var agent in agents)
        {
            elapsed += TimeSpan.FromSeconds(1);
            Say(agent, new Register(agent.Name, agent.Incarnation, ProtocolVersion.Current, agent.Name, "0.1.0",
                [.. Enumerable.Range(0, GrowingSweep.SlotsOfAnAgent).Select(slot => new SlotDescription(slot, "cpu", "simulated"))], [], 0));
        }
        Flush();
    }

    /// <summary>Until nothing is left.</summary>
    public void TrainAll()
    {
        while (true)
        {
            elapsed += TimeSpan.FromSeconds(1);
            HandingOut += Timed(AskForWork);
            if (agents.All(agent => agent.Assigned.Count == 0))
                return;
            Recording += Timed(ReportAll);
        }
    }

    public static Span Timed(Action what)
    {
        var (began, processor) = (Stopwatch.GetTimestamp(), MeasuredProgram.ProcessorOfThisThread());
        what();
        return new(Stopwatch.GetElapsedTime(began).TotalSeconds, MeasuredProgram.ProcessorOfThisThread() - processor);
    }

    /// <param name="Seconds">By the clock.</param>
    /// <param name="Processor">Seconds that the desk's thread had a processor.</param>
    public readonly record struct Span(double Seconds, double Processor)
    {
        public static Span operator +(Span one, Span other) => new(one.Seconds + other.Seconds, one.Processor + other.Processor);
    }

    private void AskForWork()
    {
        foreach (var agent in agents)
            for (var slot = 0; slot < GrowingSweep.SlotsOfAnAgent; slot++)
                Say(agent, new RequestWork(agent.Name, agent.Incarnation, slot));
        Flush();
        Leases += agents.Sum(agent => agent.Assigned.Count);
    }

    private void ReportAll()
    {
        foreach (var agent in agents)
        {
            foreach (var assign in agent.Assigned)
                foreach (var fact in Facts(assign.Order))
                {
                    Reports++;
                    Say(agent, new Report(agent.Name, ++agent.Number, assign.Lease, fact, assign.Order.Run));
                }
            agent.Assigned.Clear();
        }
        Flush();
    }

    private IEnumerable<Fact> Facts(RunOrder order)
    {
        yield return new RunStarted(Provenance);
        for (var epoch = order.FromEpoch + 1; epoch <= order.ToEpoch; epoch++)
        {
            var state = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{order.Run}/{epoch}")));
            var loss = 0.3 + (2 / (epoch + (state[0] / 255.0)));
            // What comes over the wire is a text of its own each time.
            yield return new EpochCompleted(
                new(epoch, loss, loss * 1.07, 1 - (loss / 3), 8), new(epoch, new string(checkpoint.AsSpan()), checkpointBytes));
        }
        yield return new RunEnded(Outcome.Completed, "");
    }

    private void Say(ObedientAgent agent, ISweepMessage message) => desk.On(new InSession(agent.Session, message), agent, Now);

    private void Flush()
    {
        desk.On(FlushDecisions.Now, NoPeer.Instance, Now);
        if (desk.Failure is { } failure)
            throw new InvalidOperationException("The desk has failed.", failure);
    }

    private sealed class ObedientAgent(string name, Sessions sessions) : IPeer
    {
        public string Name => name;
        public string Node => name;
        public string Session { get; } = sessions.Open(name);
        public Guid Incarnation { get; } = Guid.NewGuid();
        public long Number { get; set; }
        public List<Assign> Assigned { get; } = [];

        public void Tell(object message)
        {
            if ((message is InSession inside ? inside.Message : message) is Assign assign)
                Assigned.Add(assign);
        }
    }
}
