using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sweep.Experiments.Inputs;

namespace Sweep.Protocol.Keys;

/// <summary>
/// How a machine that knows only the hash of an authority's key comes to the authority's certificate: it asks whoever answers at the
/// address, sends nothing else, and believes the answer by its hash alone.
/// </summary>
public static class AuthorityOf
{
    /// <summary>Where a coordinator shows its authority to everyone.</summary>
    public const string Path = "/ca";

    private const int MostBytes = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <exception cref="BadInputException">Somebody else answers there, or something else than a coordinator.</exception>
    /// <exception cref="HttpRequestException">Nobody answers there.</exception>
    public static async Task<X509Certificate2> At(Uri coordinator, string hash, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = Patience };
#pragma warning disable CA5359 // Nothing but the question is sent, and the answer is checked by its hash.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        try
        {
            using var answer = await client.GetAsync(new Uri(coordinator, Path), cancellation);
            answer.EnsureSuccessStatusCode();
            var pem = Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(cancellation));
            var certificate = X509Certificate2.CreateFromPem(pem);
            var found = CertificateAuthority.HashOf(certificate);
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(found), Encoding.ASCII.GetBytes(hash)))
                return certificate;
            certificate.Dispose();
            throw new BadInputException(
                $"The coordinator at {coordinator} has other keys ({found}) than the line says ({hash}); nothing was sent to it. " +
                "Take a new line from the machine where it runs, or find out who answers there.");
        }
        catch (CryptographicException e)
        {
            throw new BadInputException(
                $"What answers at {coordinator} is no coordinator of this version; nothing was sent to it. Compare the address.", e);
        }
    }
}
