using System.Security.Cryptography.X509Certificates;
using Serilog;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Http;

/// <summary>Where machines become agents: by an invitation, and where agents renew their certificates and open their sessions.</summary>
/// <param name="host">Under which agents reach this machine.</param>
/// <param name="cluster"><c>host:port</c> that agents join.</param>
internal sealed class Reception(
    HomeKeys keys, InvitationBook invitations, CertificateBook certificates, Sessions sessions, string host, string cluster,
    TimeProvider clock, ILogger log)
{
    private readonly ILogger log = log.ForContext<Reception>();

    /// <exception cref="BadInputException">The token opens nothing, the name is taken, or the request is none; no use is lost.</exception>
    public JoinAnswer Join(JoinRequest request)
    {
        if (!invitations.IsOpen(request.Token))
            throw NotInvited();
        if (!Names.IsAgent(request.Agent))
            throw new BadInputException($"The agent's name {Names.AgentRule}; give it one with --name.");
        if (!certificates.Of(request.Agent).IsEmpty)
            throw new BadInputException(
                $"There is an agent named {request.Agent} already: give this one a name of its own with --name, or, where it is " +
                $"that agent without its home folder, remove the old one first with `sweep agents remove {request.Agent}`.");
        using var signed = Signed(request);
        if (!invitations.TryUse(request.Token))
            throw NotInvited();
        return Answer(request.Agent, signed);
    }

    /// <param name="agent">Who shows its certificate, which is good still.</param>
    public JoinAnswer Renew(PeerIdentity agent, JoinRequest request)
    {
        using var signed = Signed(request with { Agent = agent.Name });
        return Answer(agent.Name, signed);
    }

    /// <returns>The secret of the session.</returns>
    public string OpenSession(PeerIdentity agent, X509Certificate2 certificate)
    {
        certificates.Add(agent.Name, certificate);
        return sessions.Open(agent.Name);
    }

    /// <summary>Of the HTTP API; known when that listens.</summary>
    public int HttpPort { get; set; }

    /// <returns>A line to join by.</returns>
    /// <exception cref="BadInputException">So many uses, or so long, is not possible.</exception>
    public Invitation Invite(InviteRequest request) => new(
        new JoinLine(host, HttpPort, invitations.Invite(request.Uses, request.Minutes), keys.Authority.Hash).Text,
        request.Uses, request.Minutes);

    /// <summary>Lets an agent in nowhere from here on; returns when that is on disk. What it says in a session is heard no more.</summary>
    /// <returns>Whether there was one of that name.</returns>
    public bool Dismiss(string agent)
    {
        var serials = certificates.Of(agent);
        foreach (var serial in serials)
            keys.Revoke(serial);
        if (!serials.IsEmpty)
            certificates.Remove(agent);
        sessions.Close(agent);
        return !serials.IsEmpty;
    }

    private X509Certificate2 Signed(JoinRequest request) =>
        keys.Authority.Sign(request.Request, PeerKind.Agent, request.Agent, AgentCertificates.Lifetime, clock.GetUtcNow());

    private JoinAnswer Answer(string agent, X509Certificate2 signed)
    {
        certificates.Add(agent, signed);
        log.Information("A certificate until {Ends:yyyy-MM-dd} was signed for agent {Agent}", signed.NotAfter.ToUniversalTime(), agent);
        return new(signed.ExportCertificatePem(), cluster);
    }

    private static BadInputException NotInvited() => new(
        "This line does not open, or no longer: it is used up, has ended, or is another one's. " +
        "Ask for a new one with `sweep agents invite` on the coordinator's machine.");
}
