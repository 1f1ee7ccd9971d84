using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Sweep.Protocol.Keys;

namespace Sweep.Shared;

/// <summary>Keys of one lab for nodes that a test starts.</summary>
internal static class SomeKeys
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static CertificateAuthority Authority { get; } = CertificateAuthority.New(Clock.GetUtcNow());

    public static NodeKeys Coordinator { get; } = Of(Authority, PeerKind.Coordinator, CertificateAuthority.CoordinatorName);

    public static NodeKeys Somebody { get; } = Of(Authority, PeerKind.Agent, "somebody");

    public static NodeKeys Of(CertificateAuthority authority, PeerKind kind, string name) => new(
        authority.Issue(kind, name, [], AgentCertificates.Lifetime, Clock.GetUtcNow()),
        new(X509CertificateLoader.LoadCertificate(authority.Certificate.RawData), Clock));

    /// <summary>An agent's keys from the authority that is kept in the home of a coordinator.</summary>
    public static NodeKeys AgentOf(string home, string name)
    {
        using var authority = AuthorityOf(home);
        return Of(authority, PeerKind.Agent, name);
    }

    /// <summary>Opens a session at a coordinator's HTTPS, as the agent of these keys.</summary>
    public static async Task<string> OpenSession(Uri coordinator, NodeKeys keys)
    {
        using var http = new HttpClient(CoordinatorHandler.For(keys.Trust, keys.Own));
        using var answer = await http.PostAsync(new Uri(coordinator, "session"), null);
        using var document = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        return document.RootElement.GetProperty("session").GetString()!;
    }

    /// <summary>Puts an agent's keys into its home, as if it had joined.</summary>
    /// <param name="home">Of the coordinator; null is a coordinator with the keys here.</param>
    public static void Give(string agentHome, string name, string? home = null)
    {
        using var authority = home is null ? null : AuthorityOf(home);
        using var keys = AgentCertificates.Make(
            authority ?? Authority, new(Path.Combine(agentHome, "keys")), name, Clock.GetUtcNow());
    }

    private static CertificateAuthority AuthorityOf(string home) =>
        new AuthorityFiles(Path.Combine(home, "keys")).LoadOrMake(Clock.GetUtcNow());
}
