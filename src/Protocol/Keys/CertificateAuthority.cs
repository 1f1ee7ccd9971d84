using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Experiments.Inputs;

namespace Sweep.Protocol.Keys;

/// <summary>
/// The root of a home's key tree: everyone whom the coordinator and its agents believe has a certificate that this one signed. ECDSA over
/// P-256; it signs peers and no authorities below it.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>The name in every coordinator's certificate, which anyone sees who connects: there is nothing to learn from it.</summary>
    public const string CoordinatorName = "sweep";

    /// <summary>A certificate request of P-256 has some 400 bytes.</summary>
    public const int MostRequestBytes = 8 * 1024;

    /// <summary>Ten years.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3652);

    /// <summary>How far the clock of a machine in the lab may be behind ours.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromDays(3);

    private const int SerialBytes = 16;
    private static readonly HashAlgorithmName Hashing = HashAlgorithmName.SHA256;
    private static readonly Oid P256 = ECCurve.NamedCurves.nistP256.Oid;

    private readonly ECDsa key;

    private CertificateAuthority(ECDsa key, X509Certificate2 certificate) => (this.key, Certificate) = (key, certificate);

    /// <summary>Without its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <inheritdoc cref="HashOf"/>
    public string Hash => HashOf(Certificate);

    /// <summary>
    /// The SHA-256 of the authority's public key (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7) in 64 hexadecimal digits: what people compare
    /// and lines to paste carry.
    /// </summary>
    public static string HashOf(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    public static CertificateAuthority New(DateTimeOffset now)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={CoordinatorName}"), key, Hashing);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new(key, request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - ClocksDiffer, now + Lifetime, NewSerial()));
    }

    /// <summary>
    /// Signs what a peer asks for. Of the request only the public key is taken: who its holder is, and how long, is ours to say.
    /// </summary>
    /// <param name="request">A PKCS #10 request in PEM, signed with the key that it carries.</param>
    /// <exception cref="BadInputException">It is no such request, or not for a key on P-256.</exception>
    public X509Certificate2 Sign(string request, PeerKind kind, string name, TimeSpan lifetime, DateTimeOffset now)
    {
        if (request.Length > MostRequestBytes)
            throw Refused($"is longer than {MostRequestBytes} characters");
        try
        {
            var asked = CertificateRequest.LoadSigningRequestPem(request, Hashing);
            if (asked.PublicKey.GetECDsaPublicKey() is not { } public256)
                throw Refused("is not for an ECDSA key");
            using (public256)
            {
                if (public256.ExportParameters(false).Curve.Oid.Value != P256.Value)
                    throw Refused("is for a key on another curve than P-256");
                return Signed(new(PeerName.Of(kind, name), public256, Hashing), [], lifetime, now);
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Refused($"cannot be read ({e.Message.TrimEnd('.')})", e);
        }
    }

    /// <summary>A new key and a certificate for it, kept in memory.</summary>
    /// <param name="reachedAs">Host names and addresses for programs that compare them, as browsers do; ours look at the authority.</param>
    public X509Certificate2 Issue(PeerKind kind, string name, IEnumerable<string> reachedAs, TimeSpan lifetime, DateTimeOffset now)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Signed(new(PeerName.Of(kind, name), own, Hashing), reachedAs, lifetime, now);
        return certificate.CopyWithPrivateKey(own);
    }

    /// <summary>The authority's key in PEM (PKCS #8), not encrypted: only into a file of its owner.</summary>
    internal string ExportKey() => key.ExportPkcs8PrivateKeyPem();

    /// <exception cref="CryptographicException">These are not key and certificate of one authority.</exception>
    internal static CertificateAuthority Import(string key, string certificate)
    {
        var imported = ECDsa.Create();
        try
        {
            imported.ImportFromPem(key);
            var known = X509Certificate2.CreateFromPem(certificate);
            if (!known.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(imported.ExportSubjectPublicKeyInfo()))
                throw new CryptographicException("The key is not that of the certificate.");
            return new(imported, known);
        }
        catch (ArgumentException e)
        {
            imported.Dispose();
            throw new CryptographicException("It is no PEM.", e);
        }
        catch
        {
            imported.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        key.Dispose();
        Certificate.Dispose();
    }

    private X509Certificate2 Signed(CertificateRequest request, IEnumerable<string> reachedAs, TimeSpan lifetime, DateTimeOffset now)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. PeerUsages.All], critical: true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (AlternativeNames(reachedAs) is { } names)
            request.CertificateExtensions.Add(names);
        var (end, last) = (now + lifetime, new DateTimeOffset(Certificate.NotAfter));
        return request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - ClocksDiffer, end < last ? end : last, NewSerial());
    }

    private static X509Extension? AlternativeNames(IEnumerable<string> reachedAs)
    {
        var names = new SubjectAlternativeNameBuilder();
        var any = false;
        foreach (var name in reachedAs.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(name);
            any = true;
        }
        return any ? names.Build() : null;
    }

    /// <summary>128 random bits but for the first, which would make the number negative (RFC 5280 §4.1.2.2).</summary>
    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    private static BadInputException Refused(string why, Exception? cause = null) =>
        new($"The certificate request {why}; a request is made anew by starting the agent again.", cause);
}
