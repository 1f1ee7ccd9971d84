using System.Buffers.Binary;
using System.Security.Cryptography;
using Sweep.Files;

namespace Sweep.Experiments.Data;

/// <summary>What a sweep trains on and validates with, after the limits of its <c>DatasetSpec</c>.</summary>
/// <param name="Fingerprint">SHA-256 over the images and labels, lower-case hexadecimal: equal exactly where the data in use are.</param>
/// <param name="Classes">The name of every label.</param>
public sealed record Dataset(string Name, ImageSet Train, ImageSet Validation, string Fingerprint, IReadOnlyList<string> Classes)
{
    public static Dataset Of(string name, ImageSet train, ImageSet validation, IReadOnlyList<string> classes) =>
        new(name, train, validation, FingerprintOf(train, validation), classes);

    /// <summary>The sizes are hashed too, so that a picture moved from one set to the other changes the fingerprint.</summary>
    private static string FingerprintOf(ImageSet train, ImageSet validation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> sizes = stackalloc byte[4 * sizeof(int)];
        foreach (var set in (ReadOnlySpan<ImageSet>)[train, validation])
        {
            BinaryPrimitives.WriteInt32LittleEndian(sizes, set.Count);
            BinaryPrimitives.WriteInt32LittleEndian(sizes[4..], set.Channels);
            BinaryPrimitives.WriteInt32LittleEndian(sizes[8..], set.Height);
            BinaryPrimitives.WriteInt32LittleEndian(sizes[12..], set.Width);
            hash.AppendData(sizes);
            hash.AppendData(set.Labels);
            hash.AppendData(set.Pixels);
        }
        return Sha256Name.Of(hash);
    }
}
