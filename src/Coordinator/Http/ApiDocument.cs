using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Sweep.Coordinator.Homes;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>
/// The API as OpenAPI 3.1 at <see cref="Path"/>: made of the endpoints that serve it and the types that they answer with, once, when it is
/// first asked for.
/// </summary>
internal static partial class ApiDocument
{
    public const string Path = "/openapi/v1.json";

    private const string Version = "v1";
    private const string Token = "token";
    private const string Certificate = "certificate";

    private const string Introduction =
        "Everything that the command line and the dashboard do is asked and ordered here. People send a token as 'Authorization: Bearer "
        + "TOKEN': the one in coordinator.json of the home folder, or one that the owner gives out with 'sweep token add'. Each "
        + "operation says which role it needs: read, submit or admin. A refusal is a problem document (RFC 9457) whose 'detail' is one "
        + "sentence with the remedy. Within v1, keys and values are added and none is renamed or taken away: pass over what you do not "
        + "know. Numbers that JSON cannot say are the strings NaN, Infinity and -Infinity.";

    public static void AddApiDocument(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ApiSchemas.Prepare(json.SerializerOptions));
        services.AddOpenApi(Version, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddSchemaTransformer(ApiSchemas.Describe);
            options.AddOperationTransformer(Describe);
            options.AddDocumentTransformer(Describe);
        });
    }

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        Task<byte[]>? made = null;
        routes.MapGet(Path, async (HttpContext context) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(await (made ??= Make(context.RequestServices)), context.RequestAborted);
        }).ForEveryone().Answers(About.Page, "This document.", StatusCodes.Status200OK, typeof(JsonObject), "application/json");
    }

    private static async Task<byte[]> Make(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Version).GetOpenApiDocumentAsync();
        var json = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!;
        Unbreak(json);
        return JsonSerializer.SerializeToUtf8Bytes(json, StrictJson.Options);
    }

    /// <summary>Descriptions come from comments, which are broken into lines.</summary>
    private static void Unbreak(JsonNode? node)
    {
        if (node is JsonObject thing)
        {
            if (thing["description"] is JsonValue described && described.TryGetValue<string>(out var text))
                thing["description"] = Space().Replace(text, " ");
            foreach (var (_, value) in thing)
                Unbreak(value);
        }
        else if (node is JsonArray list)
        {
            foreach (var value in list)
                Unbreak(value);
        }
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new() { Title = "Sweep", Version = Version, Description = Introduction };
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.AddComponent(Token, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        document.AddComponent(Certificate, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.MutualTLS,
            Description = "An agent's certificate, which it was given when it joined.",
        });
        // What may be left out of an address stands as a path of its own: OpenAPI has no such parts.
        foreach (var (path, item) in document.Paths.ToList())
        {
            if (!path.EndsWith("/sweeps/{sweep}", StringComparison.Ordinal))
                continue;
            var whole = path[..path.LastIndexOf('/')];
            foreach (var (method, operation) in item.Operations ?? [])
                ((OpenApiPathItem)document.Paths[whole]).AddOperation(method, new(operation) { Parameters = [] });
        }
        return Task.CompletedTask;
    }

    private static async Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<Description>().LastOrDefault() is not { } said)
            return;
        operation.Summary = said.Summary;
        if (said.Status != StatusCodes.Status200OK && operation.Responses!.Remove("200"))
            operation.Responses.Add(Text(said.Status), new OpenApiResponse { Description = "Done." });
        operation.Tags = new HashSet<OpenApiTagReference> { new(said.About, context.Document) };
        context.Document!.Tags ??= new HashSet<OpenApiTag>();
        if (context.Document.Tags.All(tag => tag.Name != said.About))
            context.Document.Tags.Add(new() { Name = said.About });
        await DescribeParameters(operation, context, said, cancellation);
        if (metadata.OfType<DescribedBody>().LastOrDefault() is { } sent)
            await DescribeBody(operation, context, sent, cancellation);
        Allow(operation, metadata.OfType<Access>().LastOrDefault() ?? Access.Unsaid, context.Document);
        await DescribeRefusals(operation, context, said, cancellation);
    }

    private static async Task DescribeParameters(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, Description said, CancellationToken cancellation)
    {
        if (said.Question is not { } question)
            return;
        var inPath = Part().Matches(context.Description.RelativePath ?? "").Select(part => part.Groups[1].Value).ToHashSet();
        var whole = await context.GetOrCreateSchemaAsync(question, null, cancellation);
        operation.Parameters = [];
        foreach (var property in StrictJson.Options.GetTypeInfo(question).Properties)
        {
            var schema = whole.Properties?.TryGetValue(property.Name, out var known) == true ? known : null;
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = property.Name,
                In = inPath.Contains(property.Name) ? ParameterLocation.Path : ParameterLocation.Query,
                Required = inPath.Contains(property.Name) || !property.IsSetNullable,
                Description = schema?.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }

    private static async Task DescribeBody(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, DescribedBody sent, CancellationToken cancellation) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [sent.MediaType] = new()
                {
                    Schema = await ApiSchemas.Named(
                        sent.Body, context.Document!, type => context.GetOrCreateSchemaAsync(type, null, cancellation)),
                },
            },
        };

    private static void Allow(OpenApiOperation operation, Access access, OpenApiDocument document)
    {
        var (role, sentence) = access switch
        {
            { Everyone: true } => ("everyone", "For everyone: no credential is needed."),
            { Agents: true, Least: { } least } => (Word(least), $"For agents, and for people with role {Word(least)}."),
            { Agents: true } => ("agents", "For agents alone, who show a certificate."),
            _ => (Word(access.Least!.Value), $"Needs role {Word(access.Least!.Value)}."),
        };
        operation.Description = sentence;
        operation.AddExtension("x-role", new JsonNodeExtension(JsonValue.Create(role)));
        operation.Security = [];
        if (access.Least is not null)
            operation.Security.Add(new() { [new(Token, document)] = [] });
        if (access.Agents)
            operation.Security.Add(new() { [new(Certificate, document)] = [] });
    }

    private static async Task DescribeRefusals(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, Description said, CancellationToken cancellation)
    {
        var problem = await ApiSchemas.Named(
            typeof(Problem), context.Document!, type => context.GetOrCreateSchemaAsync(type, null, cancellation));
        var content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } };
        List<(int Status, string When)> all = [.. said.Refusals];
        if (operation.Security is { Count: > 0 })
        {
            all.Add((StatusCodes.Status401Unauthorized, "No credential, or none that opens."));
            all.Add((StatusCodes.Status403Forbidden, "The role is too little."));
        }
        if (operation.RequestBody is not null || operation.Parameters is { Count: > 0 })
            all.Add((StatusCodes.Status400BadRequest, "It cannot be understood, or is about what is not there."));
        if (operation.RequestBody is not null)
            all.Add((StatusCodes.Status415UnsupportedMediaType, "The body does not say that it is JSON in UTF-8."));
        foreach (var (status, when) in all)
        {
            operation.Responses!.TryAdd(Text(status), new OpenApiResponse { Description = when, Content = content });
        }
        operation.Responses!.TryAdd("default", new OpenApiResponse
        {
            Description = "The coordinator is stopping, busy or out of disk (429, 503, 507), or failed in itself (500).",
            Content = content,
        });
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static string Word(Role role) => role.ToString().ToLowerInvariant();

    [GeneratedRegex(@"\{(\w+)\??\}")]
    private static partial Regex Part();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
