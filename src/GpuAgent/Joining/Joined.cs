using System.Security.Cryptography;
using System.Text;
using Sweep.Files;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Joining;

/// <summary>
/// Which coordinator an agent has joined by a line, and by which: kept beside its keys, so that a restart needs no token. Of the token only
/// a hash is kept.
/// </summary>
internal sealed record Joined(KeyFiles Files)
{
    private string Path => System.IO.Path.Combine(Files.Folder, "joined");

    /// <summary>
    /// The cluster's <c>host:port</c>, where the keys that are kept are of the authority of that line; null where they are not.
    /// </summary>
    public string? To(JoinLine line)
    {
        using var kept = Files.Read();
        return kept is not null && CertificateAuthority.HashOf(kept.Authority) == line.Hash && File.Exists(Path) ? Lines()[0] : null;
    }

    /// <summary>Whether it was by another line than this one: then a person wants the agent to join anew.</summary>
    public bool IsByAnother(JoinLine line) => Lines() is [_, var hash] && hash != HashOf(line);

    public void Keep(string place, JoinLine line) =>
        DurableFile.Write(Path, file => file.Write(Encoding.UTF8.GetBytes($"{place}\n{HashOf(line)}\n")), OwnersFolder.FileMode);

    private string[] Lines() => File.ReadAllText(Path).Trim().Split('\n');

    private static string HashOf(JoinLine line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(line.Token)));
}
