using System.Security.Cryptography;
using System.Text;

namespace Sweep.Files.Tests;

public sealed class Sha256NameTests : IDisposable
{
    /// <summary>Of "abc": FIPS 180-2, appendix B.1.</summary>
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AKnownContent_HasItsKnownName() => Assert.Equal(OfAbc, Sha256Name.Of("abc"u8));

    [Fact]
    public async Task HoweverAContentComes_ItHasOneName()
    {
        using var parts = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        parts.AppendData("a"u8);
        parts.AppendData("bc"u8);
        Assert.Equal(OfAbc, Sha256Name.Of(parts));
        Assert.Equal(OfAbc, Sha256Name.Of("abc"));
        Assert.Equal(OfAbc, Sha256Name.Of(new MemoryStream("abc"u8.ToArray())));
        Assert.Equal(OfAbc, await Sha256Name.OfAsync(new MemoryStream("abc"u8.ToArray()), CancellationToken.None));
        Assert.Equal(OfAbc, Sha256Name.OfFile(folder.With("file", "abc")));
    }

    [Fact]
    public void AText_IsItsBytesInUtf8() => Assert.Equal(Sha256Name.Of(Encoding.UTF8.GetBytes("é ∑")), Sha256Name.Of("é ∑"));
}
