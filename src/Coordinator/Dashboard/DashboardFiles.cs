using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Dashboard;

/// <summary>The dashboard's page, which this program brings along: it says nothing about anybody's work, so it is for everyone.</summary>
internal static class DashboardFiles
{
    private const string Folder = "page/";

    /// <summary>
    /// Nothing but this coordinator's own files and answers; no script or style in the markup, no other page around it.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    private sealed record Served(byte[] Content, string Type, EntityTagHeaderValue Tag);

    private static readonly Lazy<FrozenDictionary<string, Served>> Files = new(Read);

    public static void MapDashboardFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) => Answer(context, "index.html")).ForEveryone().ExcludeFromDescription();
        routes.MapGet("/page/{**file}", (string file, HttpContext context) => Answer(context, file)).ForEveryone().ExcludeFromDescription();
    }

    private static IResult Answer(HttpContext context, string file)
    {
        if (!Files.Value.TryGetValue(file, out var served))
            return Results.NotFound();
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(served.Content, served.Type, entityTag: served.Tag);
    }

    private static FrozenDictionary<string, Served> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Folder.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                return new Served(content, TypeOf(name), new($"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\""));
            });
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
}
