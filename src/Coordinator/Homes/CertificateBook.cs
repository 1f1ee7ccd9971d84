using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Homes;

/// <summary>
/// The certificates that agents have: those that were signed when they joined, and those that they came with. So an agent can be removed by
/// its name. Kept in a file; those that have ended are forgotten.
/// </summary>
internal sealed class CertificateBook
{
    private sealed record Entry(string Agent, string Serial, DateTimeOffset Ends);

    private sealed record Kept(ImmutableArray<Entry> Certificates);

    private readonly string file;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private ImmutableArray<Entry> entries;

    private CertificateBook(string file, TimeProvider clock, ImmutableArray<Entry> entries) =>
        (this.file, this.clock, this.entries) = (file, clock, entries);

    /// <exception cref="BadInputException">The file is there and cannot be read.</exception>
    public static CertificateBook Of(Home home, TimeProvider clock)
    {
        var file = Path.Combine(home.Keys, "agents.json");
        var kept = OwnersFile.ReadOrRefuse<Kept>(file, "remove it; then an agent can be removed when it has been here again.");
        return new(file, clock, kept is { Certificates.IsDefault: false } ? kept.Certificates : []);
    }

    /// <summary>Returns when it is on disk.</summary>
    public void Add(string agent, X509Certificate2 certificate)
    {
        lock (gate)
        {
            if (entries.Any(entry => entry.Serial == certificate.SerialNumber))
                return;
            var now = clock.GetUtcNow();
            Keep(entries.RemoveAll(entry => entry.Ends <= now)
                .Add(new(agent, certificate.SerialNumber, new DateTimeOffset(certificate.NotAfter).ToUniversalTime())));
        }
    }

    /// <summary>The serials of the certificates of that name that are still good.</summary>
    public ImmutableArray<string> Of(string agent)
    {
        lock (gate)
            return [.. entries.Where(entry => entry.Agent == agent && entry.Ends > clock.GetUtcNow()).Select(entry => entry.Serial)];
    }

    /// <summary>Forgets an agent, whose certificates have been revoked: its name is free again.</summary>
    public void Remove(string agent)
    {
        lock (gate)
            Keep(entries.RemoveAll(entry => entry.Agent == agent));
    }

    private void Keep(ImmutableArray<Entry> changed)
    {
        OwnersFile.Write(file, new Kept(changed));
        entries = changed;
    }
}
