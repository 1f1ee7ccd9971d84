using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Coordinating;

/// <summary>
/// Which agents have been heard in this life of the coordinator, and where. Volatile: after a restart everyone registers anew.
/// </summary>
internal sealed class Roster
{
    private readonly Dictionary<string, Member> members = [];

    public IEnumerable<string> Names => members.Keys;

    public IEnumerable<IPeer> Peers => members.Values.Select(member => member.Peer);

    /// <param name="session">The order of the session in which it was said.</param>
    public void Registered(Register message, IPeer agent, Moment now, long session = 0) =>
        members[message.Agent] = new(message.Incarnation, message.Home, message.Host, agent, now) { Session = session };

    /// <summary>
    /// Whether an earlier process of an agent said this, and it came behind the word of the one that is there now: a process opens its
    /// session before it says anything, and so the later process has the later one.
    /// </summary>
    public bool IsOfEarlierProcess(Register message, long session) =>
        members.TryGetValue(message.Agent, out var member) && member.Incarnation != message.Incarnation && session < member.Session;

    /// <summary>
    /// The host of another agent that has the name of this one and was heard within <paramref name="silence"/>; null where there is none.
    /// If both were let in, each would end the other's leases for ever.
    /// </summary>
    public string? Namesake(Register message, Moment now, TimeSpan silence) =>
        members.TryGetValue(message.Agent, out var member) && message.Home is { } home && member.Home is { } other && home != other
        && IsOnline(message.Agent, now, silence) ? member.Host : null;

    /// <returns>False where this incarnation of the agent has not registered in this life.</returns>
    public bool Heard(string agent, Guid incarnation, IPeer sender, Moment now)
    {
        if (!members.TryGetValue(agent, out var member) || member.Incarnation != incarnation)
            return false;
        members[agent] = member with { Peer = sender, Heard = now, Gone = false };
        return true;
    }

    /// <summary>
    /// For messages that need not say which incarnation they come from: then it is the node of the one that registered that tells a
    /// stranger.
    /// </summary>
    /// <returns>False for a stranger; nothing is noted of him.</returns>
    public bool HeardFrom(string agent, Guid? incarnation, IPeer sender, Moment now)
    {
        if (!members.TryGetValue(agent, out var member) || member.Peer.Node != sender.Node
            || (incarnation is { } given && given != member.Incarnation))
            return false;
        members[agent] = member with { Heard = now, Gone = false };
        return true;
    }

    /// <summary>A node has taken its leave: who was heard from there is not online until heard again.</summary>
    public void Left(string node)
    {
        foreach (var (name, member) in members.Where(entry => entry.Value.Peer.Node == node).ToList())
            members[name] = member with { Gone = true };
    }

    public void Forget(string agent) => members.Remove(agent);

    public IPeer? PeerOf(string agent) => members.GetValueOrDefault(agent)?.Peer;

    public bool IsOnline(string agent, Moment now, TimeSpan silence) =>
        members.TryGetValue(agent, out var member) && !member.Gone && now.Elapsed - member.Heard.Elapsed <= silence;

    /// <summary>When the agent was heard last, by the clock of that moment.</summary>
    public DateTimeOffset? HeardAt(string agent) => members.GetValueOrDefault(agent)?.Heard.At;

    private sealed record Member(Guid Incarnation, Guid? Home, string Host, IPeer Peer, Moment Heard, bool Gone = false)
    {
        /// <summary>The order of the session in which it registered.</summary>
        public long Session { get; init; }
    }
}
