using Akka.Actor;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Actors;

/// <summary>Which agents have been heard in this life of the coordinator, and where. Volatile: after a restart everyone registers anew.</summary>
internal sealed class Roster
{
    private readonly Dictionary<string, Member> members = [];

    public IEnumerable<string> Names => members.Keys;

    public IEnumerable<IActorRef> Refs => members.Values.Select(member => member.Ref);

    public void Registered(Register message, IActorRef agent, DateTimeOffset at) =>
        members[message.Agent] = new(message.Incarnation, message.Home, message.Host, agent, at);

    /// <summary>
    /// The host of another agent that has the name of this one and was heard within <paramref name="silence"/>; null where there is none. If both
    /// were let in, each would end the other's leases for ever.
    /// </summary>
    public string? Namesake(Register message, DateTimeOffset at, TimeSpan silence) =>
        members.TryGetValue(message.Agent, out var member) && message.Home is { } home && member.Home is { } other && home != other
        && at - member.HeardAt is var age && age >= TimeSpan.Zero && age <= silence ? member.Host : null;

    /// <returns>False where this incarnation of the agent has not registered in this life.</returns>
    public bool Heard(string agent, Guid incarnation, IActorRef sender, DateTimeOffset at)
    {
        if (!members.TryGetValue(agent, out var member) || member.Incarnation != incarnation)
            return false;
        members[agent] = member with { Ref = sender, HeardAt = at };
        return true;
    }

    /// <summary>For messages that do not say which incarnation they come from.</summary>
    public void Heard(string agent, DateTimeOffset at)
    {
        if (members.TryGetValue(agent, out var member))
            members[agent] = member with { HeardAt = at };
    }

    public IActorRef? RefOf(string agent) => members.GetValueOrDefault(agent)?.Ref;

    public DateTimeOffset? HeardAt(string agent) => members.GetValueOrDefault(agent)?.HeardAt;

    private sealed record Member(Guid Incarnation, Guid? Home, string Host, IActorRef Ref, DateTimeOffset HeardAt);
}
