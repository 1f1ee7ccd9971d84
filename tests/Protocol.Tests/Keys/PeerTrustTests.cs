using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Protocol.Keys;

namespace Sweep.Protocol.Tests.Keys;

public sealed class PeerTrustTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2031, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly TimeSpan Days90 = TimeSpan.FromDays(90);

    private readonly CertificateAuthority ours = CertificateAuthority.New(Start);
    private readonly SetClock clock = new(Start);
    private readonly HashSet<string> revoked = [];

    private PeerTrust Trust => new(ours.Certificate, revoked.Contains, clock);

    public void Dispose() => ours.Dispose();

    [Theory]
    [InlineData(PeerKind.Agent, "box-1")]
    [InlineData(PeerKind.Coordinator, CertificateAuthority.CoordinatorName)]
    public void WhomOurAuthoritySigned_IsKnownByKindNameAndSerial(PeerKind kind, string name)
    {
        using var certificate = Certificate(kind, name);

        Assert.Equal(new PeerIdentity(kind, name, certificate.SerialNumber), Trust.Check(certificate, out var refusal));
        Assert.Null(refusal);
    }

    [Fact]
    public void ACertificateOfAnotherAuthorityOfTheSameName_IsRefused()
    {
        using var theirs = CertificateAuthority.New(Start);
        using var certificate = theirs.Issue(PeerKind.Coordinator, CertificateAuthority.CoordinatorName, [], Days90, Start);

        Assert.Equal(theirs.Certificate.Subject, ours.Certificate.Subject);
        Refused(certificate, "was signed by another authority");
    }

    [Fact]
    public void ACertificateThatIsSignedByItself_IsRefused()
    {
        using var key = CertificateRequests.NewKey();
        using var certificate = new CertificateRequest("CN=box-1, OU=agent", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Start.AddDays(-1), Start.AddDays(90));

        Refused(certificate, "was signed by another authority");
    }

    [Fact]
    public void AnAgent_CannotSignOthers()
    {
        using var agent = Certificate(PeerKind.Agent, "box-1");
        using var key = CertificateRequests.NewKey();
        var request = new CertificateRequest("CN=sweep, OU=coordinator", key, HashAlgorithmName.SHA256);
        using var forged = request.Create(
            agent.SubjectName, X509SignatureGenerator.CreateForECDsa(agent.GetECDsaPrivateKey()!), Start.AddDays(-1), Start.AddDays(9), [1, 2, 3]);

        Refused(forged, "was signed by another authority");
    }

    [Fact]
    public void TheAuthoritysOwnCertificate_IsNoPeers() =>
        Refused(ours.Certificate, "was signed by another authority");

    [Fact]
    public void NoCertificate_IsNobody() => Refused(null, "is missing");

    [Fact]
    public void ACertificateEnds_ByTheClockThatWasGiven()
    {
        using var certificate = Certificate(PeerKind.Agent, "box-1");

        clock.Now = Start + Days90;
        Assert.NotNull(Trust.Check(certificate));
        clock.Now += TimeSpan.FromSeconds(1);
        Refused(certificate, "has expired; compare the clocks of both machines");
    }

    [Fact]
    public void AMachineWhoseClockIsTwoDaysBehind_BelievesACertificateThatIsNew_AndALongerWayBehindItDoesNot()
    {
        using var certificate = Certificate(PeerKind.Agent, "box-1");

        clock.Now = Start.AddDays(-2);
        Assert.NotNull(Trust.Check(certificate));
        clock.Now = Start.AddDays(-4);
        Refused(certificate, "is not valid yet; compare the clocks of both machines");
    }

    [Fact]
    public void NothingOutlivesTheAuthority()
    {
        clock.Now = Start + CertificateAuthority.Lifetime - TimeSpan.FromDays(1);
        using var certificate = ours.Issue(PeerKind.Agent, "box-1", [], Days90, clock.Now);

        Assert.NotNull(Trust.Check(certificate));
        clock.Now += TimeSpan.FromDays(2);
        Refused(certificate, "has expired; compare the clocks of both machines");
    }

    [Fact]
    public void ARevokedCertificate_IsRefused_AndTheOthersOfItsNameAreNot()
    {
        using var lost = Certificate(PeerKind.Agent, "box-1");
        using var other = Certificate(PeerKind.Agent, "box-1");
        revoked.Add(lost.SerialNumber);

        Refused(lost, "of box-1 has been revoked");
        Assert.NotNull(Trust.Check(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.3.6.1.5.5.7.3.1")]
    [InlineData("1.3.6.1.5.5.7.3.2")]
    [InlineData("1.3.6.1.5.5.7.3.3")]
    public void ACertificateForSomethingElse_IsRefused(string usages)
    {
        using var certificate = SignedByOurs("CN=box-1, OU=agent", usages.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Refused(certificate, "is for something else than connections between coordinator and agents");
    }

    [Theory]
    [InlineData("CN=box-1")]
    [InlineData("OU=agent")]
    [InlineData("CN=box-1, OU=Agent")]
    [InlineData("CN=box-1, OU=agent, OU=coordinator")]
    [InlineData("CN=sweep, CN=box-1, OU=agent")]
    [InlineData("CN=box-1 + OU=coordinator")]
    [InlineData("CN=box-1, OU=agent, O=somebody")]
    public void ASubjectThatIsNotWrittenAsOurs_NamesNobody(string subject)
    {
        using var certificate = SignedByOurs(subject, ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);

        Refused(certificate, "names neither an agent nor a coordinator");
    }

    [Fact]
    public void AnAgentWhoseNameLooksLikeACoordinatorsSubject_IsAnAgent()
    {
        const string name = "x, OU=coordinator";
        using var certificate = Certificate(PeerKind.Agent, name);

        Assert.Equal(new PeerIdentity(PeerKind.Agent, name, certificate.SerialNumber), Trust.Check(certificate));
    }

    private X509Certificate2 Certificate(PeerKind kind, string name) => ours.Issue(kind, name, [], Days90, Start);

    /// <summary>By our authority's own key, as only a careless authority would.</summary>
    private X509Certificate2 SignedByOurs(string subject, string[] usages)
    {
        using var key = CertificateRequests.NewKey();
        using var authority = ECDsa.Create();
        authority.ImportFromPem(ours.ExportKey());
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (usages.Length > 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages.Select(usage => new Oid(usage))], critical: true));
        return request.Create(
            ours.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(authority), Start.AddDays(-1), Start.AddDays(9), [1, 2, 3]);
    }

    private void Refused(X509Certificate2? certificate, string why)
    {
        Assert.Null(Trust.Check(certificate, out var refusal));
        Assert.Equal(why, refusal);
    }
}
