using Akka.Actor;
using Sweep.GpuAgent.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Actors;

/// <summary>What a coordinator remembers and hands out; it survives the actor that speaks for it.</summary>
internal sealed class Script(BlobClient store)
{
    public Received<ISweepMessage> Heard { get; } = new();
    public Queue<Assign> Work { get; } = new();
    public Dictionary<int, Assign> Held { get; } = [];
    public BlobClient Store => store;
    public double LeaseSeconds { get; init; } = 3;
    public bool Acknowledges { get; set; } = true;

    /// <summary>All in which anything was said, and none for what was said without one.</summary>
    public HashSet<string> Sessions { get; } = [];

    public IReadOnlyList<Report> Reports => [.. Heard.All.OfType<Report>().DistinctBy(report => report.Number)];
}

/// <summary>
/// A coordinator written by hand: answers the protocol, knows only agents that registered with this very actor, and any session as theirs.
/// </summary>
internal sealed class ScriptedCoordinator : ReceiveActor
{
    private Guid? known;
    private string session = "";

    public ScriptedCoordinator(Script script)
    {
        Receive<Fail>(_ => throw new InvalidOperationException("The coordinator is to start anew."));
        Receive<Say>(say => say.To.Tell(new InSession(session, say.Message)));
        ReceiveAny(message =>
        {
            if (message is not ISweepMessage wire)
                return;
            if (wire is not InSession said)
            {
                script.Sessions.Add("none");
                Sender.Tell(new SessionFirst(script.Store.Address));
                return;
            }
            script.Sessions.Add(session = said.Session);
            Answer(script, said.Message);
            script.Heard.Add(said.Message);
        });
    }

    /// <summary>Makes the coordinator start anew, with nobody known to it.</summary>
    public sealed class Fail : INoSerializationVerificationNeeded;

    /// <summary>Orders the coordinator to say something to an agent.</summary>
    public sealed record Say(ActorSelection To, ISweepMessage Message) : INoSerializationVerificationNeeded;

    private void Reply(ISweepMessage message) => Sender.Tell(new InSession(session, message));

    private void Answer(Script script, ISweepMessage message)
    {
        switch (message)
        {
            case Register register:
                known = register.Incarnation;
                Reply(new Registered(script.LeaseSeconds, script.Store.Address, script.Store.Token));
                break;
            case RequestWork or Heartbeat when known is null:
                Reply(new RegisterFirst());
                break;
            case RequestWork request:
                if (!script.Held.TryGetValue(request.Slot, out var assignment) && script.Work.TryDequeue(out assignment))
                    script.Held[request.Slot] = assignment = assignment with { Slot = request.Slot };
                Reply(assignment is null ? new NoWork(request.Slot, 0.1) : assignment);
                break;
            case Report report when script.Acknowledges:
                if (report.Fact is RunEnded)
                    foreach (var slot in script.Held.Where(held => held.Value.Lease == report.Lease).Select(held => held.Key).ToList())
                        script.Held.Remove(slot);
                Reply(new Acknowledge(report.Number, Acknowledgement.Accepted));
                break;
        }
    }
}
