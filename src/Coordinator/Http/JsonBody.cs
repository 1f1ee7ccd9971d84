using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>The JSON document that a request sends.</summary>
internal static class JsonBody
{
    /// <summary>Of a body that says that it is JSON. What a page of another site sends without asking first never says so.</summary>
    /// <exception cref="BadInputException">It is no JSON, or of another shape; the message names the key.</exception>
    public static async Task<object> Read(HttpRequest request, Type type, CancellationToken cancellation)
    {
        if (!IsJson(request))
        {
            throw new BadHttpRequestException(
                "send it as 'Content-Type: application/json', in UTF-8.", StatusCodes.Status415UnsupportedMediaType);
        }
        using var document = await Parsed(request, cancellation);
        try
        {
            return document.Deserialize(type, StrictJson.Options)
                ?? throw new BadInputException("The request's body is null: send a JSON object.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new BadInputException(OtherShape.Sentence(document.RootElement, StrictJson.Options.GetTypeInfo(type)));
        }
    }

    public static async Task<T> Read<T>(HttpRequest request, CancellationToken cancellation) =>
        (T)await Read(request, typeof(T), cancellation);

    private static async Task<JsonDocument> Parsed(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await JsonDocument.ParseAsync(request.Body, default, cancellation);
        }
        catch (JsonException e)
        {
            throw new BadInputException(FormattableString.Invariant(
                $"The request's body is no JSON, from byte {e.BytePositionInLine + 1} of line {e.LineNumber + 1} on."));
        }
    }

    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
