using System.Text;
using Sweep.Experiments.Inputs;
using Sweep.Files;
using Sweep.Protocol.Keys;

namespace Sweep.Protocol.Tests.Keys;

public sealed class KeyFilesTests : IDisposable
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly DateTimeOffset Start = new(2031, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("keys-").FullName;

    private string Keys => Path.Combine(folder, "keys");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AnAuthorityIsMadeOnce_AndIsTheSameFromThenOn()
    {
        using var made = new AuthorityFiles(Keys).LoadOrMake(Start);
        using var found = new AuthorityFiles(Keys).LoadOrMake(Start.AddDays(1));
        using var signed = found.Issue(PeerKind.Agent, "box-1", [], TimeSpan.FromDays(1), Start);

        Assert.Equal(made.Hash, found.Hash);
        Assert.NotNull(new PeerTrust(made.Certificate, new SetClock(Start)).Check(signed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OfManyThatMakeAnAuthorityAtTheSameTime_AllGetTheSame_AndNothingIsLeftBeside(bool folderIsThere)
    {
        if (folderIsThere)
            Directory.CreateDirectory(Keys);
        var hashes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () =>
            {
                using var authority = new AuthorityFiles(Keys).LoadOrMake(Start);
                return authority.Hash;
            },
            TestContext.Current.CancellationToken)));

        Assert.Single(hashes.Distinct());
        Assert.Equal([Keys], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task WhoMeetsAFolderIntoWhichAnotherProcessWrites_WaitsForIt()
    {
        Directory.CreateDirectory(Keys);
        using var other = HeldFolder.TryTake(Path.Combine(Keys, "ca.lock"));

        var waiting = Task.Run(() => new AuthorityFiles(Keys).LoadOrMake(Start), TestContext.Current.CancellationToken);
        using var made = CertificateAuthority.New(Start);
        // As the product writes: a file is there with all that is in it, or not at all.
        foreach (var (name, text) in new[] { ("ca.key", made.ExportKey()), ("ca.crt", made.Certificate.ExportCertificatePem()) })
            DurableFile.Write(Path.Combine(Keys, name), file => file.Write(Encoding.ASCII.GetBytes(text)), OwnersFolder.FileMode);
        other!.Dispose();

        using var found = await waiting;
        Assert.Equal(made.Hash, found.Hash);
    }

    [Fact]
    public void NobodyButTheOwner_LooksIntoTheFolder_AlsoWhereItWasThereBefore()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(Keys);
        File.SetUnixFileMode(Keys, Folder | UnixFileMode.OtherRead | UnixFileMode.GroupRead);

        new AuthorityFiles(Keys).LoadOrMake(Start).Dispose();

        Assert.Equal(Folder, File.GetUnixFileMode(Keys));
        foreach (var name in new[] { "ca.key", "ca.crt" })
            Assert.Equal(File0600, File.GetUnixFileMode(Path.Combine(Keys, name)));
    }

    [Theory]
    [InlineData("ca.key", "")]
    [InlineData("ca.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("ca.key", null)]
    public void KeysThatAreDamaged_AreNotReplacedByNewOnes(string file, string? content)
    {
        new AuthorityFiles(Keys).LoadOrMake(Start).Dispose();
        File.Delete(Path.Combine(Keys, file));
        if (content is not null)
            File.WriteAllText(Path.Combine(Keys, file), content);
        var before = Directory.GetFiles(Keys).Order().ToDictionary(path => path, File.ReadAllText);

        var refused = Assert.Throws<BadInputException>(() => new AuthorityFiles(Keys).LoadOrMake(Start));

        Assert.Matches($"^The keys in {Keys} cannot be used \\(.+\\): put ca.key and ca.crt back as they were, or remove the folder;", refused.Message);
        Assert.Equal(before, Directory.GetFiles(Keys).Order().ToDictionary(path => path, File.ReadAllText));
    }

    [Fact]
    public void TheKeyOfOneAuthorityBesideTheCertificateOfAnother_IsTold()
    {
        var elsewhere = Path.Combine(folder, "elsewhere");
        new AuthorityFiles(Keys).LoadOrMake(Start).Dispose();
        new AuthorityFiles(elsewhere).LoadOrMake(Start).Dispose();
        File.Copy(Path.Combine(elsewhere, "ca.key"), Path.Combine(Keys, "ca.key"), overwrite: true);

        var refused = Assert.Throws<BadInputException>(() => new AuthorityFiles(Keys).Load());

        Assert.Contains("(The key is not that of the certificate)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APeersKeys_AreKeptWithWhomItBelieves_AndReplacedAsAWhole()
    {
        using var authority = CertificateAuthority.New(Start);
        var files = new KeyFiles(Keys);
        Assert.Null(files.Read());

        Serials(Join(), Join());

        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in Directory.GetFiles(Keys))
                Assert.Equal(File0600, File.GetUnixFileMode(path));
        }
        File.WriteAllText(Path.Combine(Keys, "own.pem"), "half of i");
        Assert.Null(files.Read());

        string Join()
        {
            using var key = CertificateRequests.NewKey();
            using var certificate = authority.Sign(CertificateRequests.For(key, "x"), PeerKind.Agent, "box-1", TimeSpan.FromDays(90), Start);
            using var kept = files.Keep(authority.Certificate, certificate, key);
            using var read = files.Read()!;
            Assert.True(read.Own.HasPrivateKey);
            Assert.Equal(kept.Own.SerialNumber, read.Own.SerialNumber);
            Assert.Equal(authority.Hash, CertificateAuthority.HashOf(read.Authority));
            return read.Own.SerialNumber;
        }

        static void Serials(string first, string second) => Assert.NotEqual(first, second);
    }
}
