using Sweep.Experiments.Inputs;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Joining;

/// <summary>
/// The keys that an agent comes in with. Where the home of its coordinator can be read, they are made from that home's authority;
/// everywhere else the agent has them from when it joined.
/// </summary>
/// <param name="files">In the agent's own home.</param>
/// <param name="agent">Its name: a certificate is for one name.</param>
internal sealed class AgentKeys(KeyFiles files, CoordinatorName coordinator, string agent, TimeProvider clock)
{
    /// <summary>Within the home of a coordinator.</summary>
    private const string AuthorityFolder = "keys";

    /// <summary>The keys of now, also where the home was made anew meanwhile.</summary>
    /// <returns>Null where a coordinator has yet to make its home.</returns>
    /// <exception cref="BadInputException">There are none, or none that open any door.</exception>
    public NodeKeys? Now()
    {
        if (coordinator.Home() is { } home && Authority(home) is { } authority)
        {
            using (authority)
                return NodeOf(MadeFrom(authority));
        }
        if (files.Read() is { } kept)
            return NodeOf(Checked(kept));
        return CoordinatorName.IsHome(coordinator.Text) ? null : throw new BadInputException(
            $"This agent has no keys of the lab at {coordinator}: ask for a line with `sweep agents invite` on the coordinator's machine " +
            "and start the agent with it; on that machine itself join by its home folder, for instance --join .sweep.");
    }

    /// <summary>Null where this home has none, or none that this user may read.</summary>
    private static CertificateAuthority? Authority(string home)
    {
        var kept = new AuthorityFiles(Path.Combine(home, AuthorityFolder));
        try
        {
            return kept.AreThere ? kept.Load() : null;
        }
        catch (BadInputException e) when (e.InnerException is UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Those of before, as long as they are of this authority and not due to be renewed.</summary>
    private PeerKeys MadeFrom(CertificateAuthority authority)
    {
        var now = clock.GetUtcNow();
        if (files.Read() is { } kept)
        {
            if (new PeerTrust(authority.Certificate, clock).Check(kept.Own) is { Kind: PeerKind.Agent } who && who.Name == agent
                && !AgentCertificates.IsDue(kept.Own, now))
                return kept;
            kept.Dispose();
        }
        return AgentCertificates.Make(authority, files, agent, now);
    }

    private PeerKeys Checked(PeerKeys kept)
    {
        var who = new PeerTrust(kept.Authority, clock).Check(kept.Own, out var refusal);
        if (refusal is not null)
            throw new BadInputException(
                $"The certificate of this agent {refusal}: ask for a line with `sweep agents invite` on the coordinator's machine, " +
                $"remove {files.Folder} and start the agent with that line.");
        return who!.Name == agent ? kept : throw new BadInputException(
            $"The certificate of this agent is for the name {who.Name}: start it with --name {who.Name}, or give it another home " +
            "with --home and a line of its own from `sweep agents invite`.");
    }

    private NodeKeys NodeOf(PeerKeys keys) => new(keys.Own, new(keys.Authority, clock));
}
