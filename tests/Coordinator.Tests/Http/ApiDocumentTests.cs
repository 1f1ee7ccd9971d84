using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>The API's document is whole: every route of the program stands in it, with what it is for, who may, and how it refuses.</summary>
public sealed class ApiDocumentTests(DoorOfAllRoutes door) : IClassFixture<DoorOfAllRoutes>
{
    /// <summary>Of the page: what it is made of is no part of the API.</summary>
    private static readonly string[] Excluded = ["/", "/page/{**file}"];

    [Fact]
    public async Task EveryRoute_IsInTheDocument_WithItsSummary_ItsRole_AndItsRefusals()
    {
        var paths = (await Document(door.Clients["nobody"]))["paths"]!.AsObject();
        var wrong = new List<string>();
        foreach (var route in door.Routes.Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>() is not null))
        {
            var path = route.RoutePattern.RawText!.Replace("?}", "}", StringComparison.Ordinal);
            if (Excluded.Contains(path))
                continue;
            var access = route.Metadata.GetRequiredMetadata<Access>();
            var role = access.Everyone ? "everyone" : access.Least is { } least ? least.ToString().ToLowerInvariant() : "agents";
            foreach (var method in route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
            {
                var said = paths[path]?[method.ToLowerInvariant()];
                var refusals = said?["responses"]?.AsObject().Select(answer => answer.Key).ToHashSet() ?? [];
                if (string.IsNullOrEmpty((string?)said?["summary"]))
                    wrong.Add($"{method} {path} says nothing of itself: end it with .Says(…)");
                else if ((string?)said["x-role"] != role)
                    wrong.Add($"{method} {path} is for {role}, and the document says {said["x-role"]}");
                else if (!refusals.Contains("default") || (access.Least is not null && !refusals.IsSupersetOf(["401", "403"])))
                    wrong.Add($"{method} {path} does not say how it refuses");
                else if (!refusals.Any(status => status.StartsWith('2')))
                    wrong.Add($"{method} {path} does not say what it answers");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(paths.Count, 30, 500);
    }

    [Fact]
    public async Task WhatAnAddressAsksFor_IsSaid_WithItsPlaceAndItsMeaning()
    {
        var explain = (await Document(door.Clients["nobody"]))["paths"]!["/api/leases/{lease}/log"]!["get"]!;

        Assert.Equal(
            ["lease path true", "after query "],
            explain["parameters"]!.AsArray().Select(known => $"{known!["name"]} {known["in"]} {known["required"]}"));
        Assert.Contains("beginning", (string)explain["parameters"]![1]!["description"]!, StringComparison.Ordinal);
    }

    internal static async Task<JsonNode> Document(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("openapi/v1.json", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}

/// <summary>What a real coordinator answers is what the document says that it answers, with no key that stands there nowhere.</summary>
public sealed class ApiAnswersTests(CoordinatorOfAWrittenHome coordinator) : IClassFixture<CoordinatorOfAWrittenHome>
{
    [Theory]
    [InlineData("/api/status", "api/status")]
    [InlineData("/api/sweeps", "api/sweeps")]
    [InlineData("/api/sweeps/{sweep}", "api/sweeps/grid")]
    [InlineData("/api/best", "api/best")]
    [InlineData("/api/results", "api/results")]
    [InlineData("/api/ranking", "api/ranking")]
    [InlineData("/api/record", "api/record")]
    [InlineData("/api/agents", "api/agents")]
    [InlineData("/api/attempts", "api/attempts")]
    [InlineData("/api/runs/{run}/epochs", "api/runs/9f70576580ba4724/epochs")]
    [InlineData("/api/explain", "api/explain?name=4e91")]
    [InlineData("/api/events", "api/events")]
    [InlineData("/api/token", "api/token")]
    [InlineData("/health", "health")]
    [InlineData("/api/explain", "api/explain?name=gird")]
    [InlineData("/api/tokens", "api/tokens")]
    public async Task AnAnswer_IsAsTheDocumentSays(string path, string address)
    {
        using var answer = await coordinator.Http.GetAsync(new Uri(address, UriKind.Relative));
        await IsAsSaid(path, "get", answer);
    }

    [Theory]
    [InlineData("/api/ask", """{"sweep":"grid","limit":2}""")]
    [InlineData("/api/ask", """{"sweep":"no such"}""")]
    [InlineData("/api/select", """{"sql":"SELECT epoch, valLoss FROM epochs","parameters":[]}""")]
    [InlineData("/api/verify", "{}")]
    public async Task AnAnswerToWhatWasSent_IsAsTheDocumentSays(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await coordinator.Http.PostAsync(new Uri(path[1..], UriKind.Relative), content);
        await IsAsSaid(path, "post", answer);
    }

    [Fact]
    public async Task AnAnswerOfAnotherShape_IsFound()
    {
        var document = await ApiDocumentTests.Document(coordinator.Http);
        Assert.NotEmpty(Wrong(document, "/api/best", "get", 200, """{"sweep":"grid"}"""));
        Assert.NotEmpty(Wrong(document, "/api/token", "get", 200, """{"name":"x","role":"read","more":1}"""));
        Assert.Empty(Wrong(document, "/api/token", "get", 200, """{"name":"x","role":"read"}"""));
    }

    private async Task IsAsSaid(string path, string method, HttpResponseMessage answer)
    {
        var document = await ApiDocumentTests.Document(coordinator.Http);
        var text = await answer.Content.ReadAsStringAsync();
        var wrong = Wrong(document, path, method, (int)answer.StatusCode, text);
        Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong)}\n{text}");
    }

    private static List<string> Wrong(JsonNode document, string path, string method, int status, string answer)
    {
        var whole = document.DeepClone();
        Close(whole["components"]!["schemas"]);
        var said = whole["paths"]![path]![method]!["responses"]![$"{status}"];
        Assert.True(said is not null, $"the document knows no {status} of {method} {path}: {answer}");
        var schema = said["content"]!.AsObject().Single().Value!["schema"]!.DeepClone();
        Close(schema);
        var asked = new JsonObject { ["$defs"] = whole["components"]!["schemas"]!.DeepClone(), ["allOf"] = new JsonArray(schema) };
        var text = asked.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        using var read = JsonDocument.Parse(answer);
        var result = JsonSchema.FromText(text).Evaluate(read.RootElement, new() { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] :
        [
            .. (result.Details ?? []).Where(detail => detail.Errors is { Count: > 0 })
                .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Select(error => $"{error.Key} {error.Value}"))}"),
            "it is of another shape",
        ];
    }

    /// <summary>Readers pass over keys that they do not know; here each must be known.</summary>
    private static void Close(JsonNode? node)
    {
        if (node is JsonObject thing)
        {
            // OpenAPI's own word beside those of JSON Schema.
            thing.Remove("discriminator");
            if (thing["properties"] is JsonObject properties && thing["type"] is not null && thing["additionalProperties"] is null
                && !properties.ContainsKey("type"))
                thing["additionalProperties"] = false;
            foreach (var (_, value) in thing.ToList())
                Close(value);
        }
        else if (node is JsonArray list)
        {
            foreach (var value in list)
                Close(value);
        }
    }
}
