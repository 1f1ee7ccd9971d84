using System.Security.Cryptography;
using System.Text;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Http;

/// <summary>
/// Where a live coordinator writes backups: right below one folder, whoever asks. Its own user, who shows it by the key in the home's
/// <c>coordinator.json</c>, may name any folder, as by a copy of his own.
/// </summary>
internal sealed class BackupPlace(string folder, string ownerKey)
{
    public const string OwnerHeader = "Sweep-Owner";
    private const int LongestName = 64;
    private readonly string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
    private readonly byte[] ownerKey = Encoding.UTF8.GetBytes(ownerKey);

    /// <param name="destination">A name, or the full path of a folder on this machine.</param>
    /// <param name="key">What the request has for <see cref="OwnerHeader"/>; empty where it has none.</param>
    /// <returns>A full path.</returns>
    /// <exception cref="BadInputException">The place is not the sender's to name; nothing was looked for there.</exception>
    public string For(string? destination, string key)
    {
        if (string.IsNullOrEmpty(destination))
            throw new BadInputException("The request has no destination: name a folder with ?destination=.");
        if (Path.IsPathFullyQualified(destination) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), ownerKey))
            return destination;
        var name = Path.GetDirectoryName(destination) == folder ? Path.GetFileName(destination) : destination;
        return IsName(name) ? Path.Combine(folder, name) : throw new BadInputException(
            $"Backups of this coordinator go into {folder}: " +
            $"name one in it with at most {LongestName} letters, digits, '-', '_' and '.', " +
            $"or start the coordinator with another --backups.");
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && !name.StartsWith('.')
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
