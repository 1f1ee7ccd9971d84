using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Keys;

namespace Sweep.Protocol.Tests.Keys;

public sealed class CertificateAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2031, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private readonly CertificateAuthority authority = CertificateAuthority.New(Start);

    public void Dispose() => authority.Dispose();

    [Fact]
    public void ARequestIsSigned_ForItsKey_WithOurWordsOnWhoAndHowLong()
    {
        using var key = CertificateRequests.NewKey();
        var wishes = new CertificateRequest("CN=sweep, OU=coordinator", key, HashAlgorithmName.SHA256);
        wishes.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));

        using var signed = authority.Sign(wishes.CreateSigningRequestPem(), PeerKind.Agent, "box-1", TimeSpan.FromDays(90), Start);

        Assert.Equal("CN=box-1, OU=agent", signed.Subject);
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), signed.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(Start.AddDays(90).UtcDateTime, signed.NotAfter.ToUniversalTime());
        Assert.False(Assert.Single(signed.Extensions.OfType<X509BasicConstraintsExtension>()).CertificateAuthority);
        Assert.False(signed.HasPrivateKey);
        Assert.Equal(32, signed.SerialNumber.Length);
        Assert.Equal(
            new PeerIdentity(PeerKind.Agent, "box-1", signed.SerialNumber),
            new PeerTrust(authority.Certificate, new SetClock(Start)).Check(signed));
    }

    [Fact]
    public void ARequestThatIsNotSignedWithItsOwnKey_IsRefused()
    {
        using var mine = CertificateRequests.NewKey();
        using var theirs = CertificateRequests.NewKey();
        var request = PemEncoding.WriteString("CERTIFICATE REQUEST", Forged(mine, theirs));

        Assert.StartsWith("The certificate request cannot be read (", Refusal(request), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoRequestForAKeyOfOurs_IsRefused()
    {
        using var rsa = RSA.Create(2048);
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.StartsWith("The certificate request cannot be read (", Refusal("nothing"), StringComparison.Ordinal);
        Assert.StartsWith("The certificate request is longer than 8192 characters;", Refusal(new('x', 9000)), StringComparison.Ordinal);
        Assert.StartsWith("The certificate request is not for an ECDSA key;", Refusal(
            new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem()), StringComparison.Ordinal);
        Assert.StartsWith("The certificate request is for a key on another curve than P-256;", Refusal(
            new CertificateRequest("CN=x", large, HashAlgorithmName.SHA256).CreateSigningRequestPem()), StringComparison.Ordinal);
    }

    [Fact]
    public void TheHash_IsThatOfThePublicKey_AndDiffersFromAuthorityToAuthority()
    {
        using var other = CertificateAuthority.New(Start);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(authority.Certificate.PublicKey.ExportSubjectPublicKeyInfo())), authority.Hash);
        Assert.Matches("^[0-9a-f]{64}$", authority.Hash);
        Assert.NotEqual(authority.Hash, other.Hash);
    }

    [Fact]
    public void TheNamesThatACoordinatorIsReachedBy_StandInItsCertificate()
    {
        using var certificate = authority.Issue(
            PeerKind.Coordinator, CertificateAuthority.CoordinatorName, ["localhost", "127.0.0.1", "::1", "lab"], TimeSpan.FromDays(9), Start);

        var names = Assert.Single(certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>());
        Assert.Equal(["localhost", "lab"], names.EnumerateDnsNames());
        Assert.Equal(["127.0.0.1", "::1"], names.EnumerateIPAddresses().Select(address => address.ToString()));
        Assert.True(certificate.HasPrivateKey);
    }

    private string Refusal(string request) => Assert.Throws<BadInputException>(
        () => authority.Sign(request, PeerKind.Agent, "box-1", TimeSpan.FromDays(90), Start)).Message;

    /// <summary>A request that carries one key and is signed with another.</summary>
    private static byte[] Forged(ECDsa carried, ECDsa signing) =>
        new CertificateRequest(new("CN=box-1"), new PublicKey(carried), HashAlgorithmName.SHA256)
            .CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(signing));
}
