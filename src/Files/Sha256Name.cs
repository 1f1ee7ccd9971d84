using System.Security.Cryptography;
using System.Text;

namespace Sweep.Files;

/// <summary>The SHA-256 of a content in 64 lower-case hexadecimal digits, under which files and other things are known.</summary>
public static class Sha256Name
{
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Of a text in UTF-8.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Of what a stream gives from where it stands.</summary>
    public static string Of(Stream content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <inheritdoc cref="Of(Stream)"/>
    public static async Task<string> OfAsync(Stream content, CancellationToken cancellation) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));

    /// <summary>Of all that was added so far to a hash of SHA-256, which begins anew.</summary>
    public static string Of(IncrementalHash added) => Convert.ToHexStringLower(added.GetHashAndReset());

    /// <summary>Of a file's content.</summary>
    public static string OfFile(string path) => OfFile(RealFiles.OfThisMachine, path);

    /// <inheritdoc cref="OfFile(string)"/>
    public static string OfFile(IFiles files, string path)
    {
        using var file = files.OpenRead(path);
        return Of(file);
    }
}
