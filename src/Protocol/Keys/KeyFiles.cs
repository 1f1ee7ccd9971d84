using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sweep.Files;

namespace Sweep.Protocol.Keys;

/// <summary>What a peer comes in with.</summary>
/// <param name="Authority">Of the home that it belongs to.</param>
/// <param name="Own">With its private key.</param>
public sealed record PeerKeys(X509Certificate2 Authority, X509Certificate2 Own) : IDisposable
{
    public void Dispose()
    {
        Authority.Dispose();
        Own.Dispose();
    }

    /// <summary>Keeps the key out of logs.</summary>
    public override string ToString() => Own.Subject;
}

/// <summary>
/// Where a peer keeps its keys: <c>ca.crt</c>, whom it believes, and <c>own.pem</c>, its key and its certificate in one file, so that a
/// renewal replaces both or none.
/// </summary>
public sealed record KeyFiles(string Folder)
{
    private string Authority => Path.Combine(Folder, "ca.crt");
    private string Own => Path.Combine(Folder, "own.pem");

    /// <summary>Null where there are none, or none that can be used.</summary>
    public PeerKeys? Read()
    {
        try
        {
            return new(X509Certificate2.CreateFromPem(File.ReadAllText(Authority)), OwnOf(File.ReadAllText(Own)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }

    /// <param name="key">The key that <paramref name="certificate"/> was asked for with; see <see cref="CertificateRequests"/>.</param>
    public PeerKeys Keep(X509Certificate2 authority, X509Certificate2 certificate, ECDsa key)
    {
        OwnersFolder.Make(Folder);
        var own = $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
        Write(Authority, authority.ExportCertificatePem());
        Write(Own, own);
        return new(X509CertificateLoader.LoadCertificate(authority.RawData), OwnOf(own));
    }

    private static X509Certificate2 OwnOf(string pem) => X509Certificate2.CreateFromPem(pem, pem);

    private static void Write(string path, string content) =>
        DurableFile.Write(path, file => file.Write(Encoding.ASCII.GetBytes(content)), OwnersFolder.FileMode);
}
