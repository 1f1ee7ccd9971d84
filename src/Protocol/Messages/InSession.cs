namespace Sweep.Protocol.Messages;

/// <summary>
/// Every message between an agent and the coordinator but for <see cref="SessionFirst"/>, either way: with the secret that the agent was
/// given over HTTPS for its certificate. Actors never learn which certificate a message came under; this says it.
/// </summary>
/// <param name="Session">256 bits in hexadecimal digits, known to the two of them alone.</param>
public sealed record InSession(string Session, ISweepMessage Message) : ISweepMessage
{
    /// <summary>Keeps the secret out of logs.</summary>
    public override string ToString() => Message.ToString()!;
}

/// <summary>
/// The coordinator knows no session that this was said in (it restarted, or the agent said nothing of one): open one over HTTPS first. Sent
/// in answer to anything said outside of a session; when it is lost, the agent says it again.
/// </summary>
/// <param name="Url">Base address of the coordinator's HTTP API.</param>
public sealed record SessionFirst(string Url) : ISweepMessage;
