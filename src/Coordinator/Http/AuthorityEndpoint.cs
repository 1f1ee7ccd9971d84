using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Http;

/// <summary>
/// <c>GET /ca</c>: the certificate of the home's authority in PEM, for those who know its hash and nothing else; see
/// <see cref="AuthorityOf"/>. It is no secret: whoever connects sees what it signed.
/// </summary>
internal static class AuthorityEndpoint
{
    public static void MapAuthority(this IEndpointRouteBuilder routes, X509Certificate2 authority)
    {
        var pem = authority.ExportCertificatePem();
        routes.MapGet(AuthorityOf.Path, () => Results.Text(pem, "application/x-pem-file")).ForEveryone()
            .Answers(
                About.Home, "The certificate of the home's authority, in PEM.", StatusCodes.Status200OK, typeof(string),
                "application/x-pem-file");
    }
}
