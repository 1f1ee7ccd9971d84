using System.Text;
using Sweep.Files;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Joining;

/// <summary>Which coordinator an agent has joined by a line: kept beside its keys, so that a restart needs no token.</summary>
internal sealed record Joined(KeyFiles Files)
{
    private string Path => System.IO.Path.Combine(Files.Folder, "joined");

    /// <summary>
    /// The cluster's <c>host:port</c>, where the keys that are kept are of the authority of that line; null where they are not.
    /// </summary>
    public string? To(JoinLine line)
    {
        using var kept = Files.Read();
        return kept is not null && CertificateAuthority.HashOf(kept.Authority) == line.Hash && File.Exists(Path)
            ? File.ReadAllText(Path).Trim()
            : null;
    }

    public void Keep(string place) => DurableFile.Write(Path, file => file.Write(Encoding.UTF8.GetBytes(place)), OwnersFolder.FileMode);
}
