using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>Every kind of question over HTTP, as its <see cref="QuestionKind.Path"/> says: both ends.</summary>
internal static partial class QuestionRoutes
{
    public static void MapQuestions(this IEndpointRouteBuilder api, IQueries queries)
    {
        foreach (var kind in QuestionKinds.All)
        {
            api.MapMethods($"/{kind.Path}", [kind.Sent ? HttpMethods.Post : HttpMethods.Get], async (HttpContext context) =>
            {
                var question = kind.Sent
                    ? await JsonBody.Read(context.Request, kind.Question, context.RequestAborted)
                    : Addressed(kind, context.Request);
                await Results.Json(await kind.Ask(queries, question, context.RequestAborted), StrictJson.Options).ExecuteAsync(context);
            }).Says(
                About.Answers, kind.Says, kind.AnswerType, kind.Sent ? kind.Question : null, kind.Sent ? null : kind.Question,
                (StatusCodes.Status503ServiceUnavailable, "The results database cannot be read just now."));
        }
    }

    /// <summary>The request that asks the question.</summary>
    public static HttpRequestMessage RequestOf<TAnswer>(Question<TAnswer> question)
    {
        var kind = QuestionKinds.Of(question);
        if (kind.Sent)
        {
            var body = JsonContent.Create(question, kind.Question, mediaType: null, StrictJson.Options);
            return new(HttpMethod.Post, $"api/{kind.Path}") { Content = body };
        }
        var values = JsonSerializer.SerializeToNode(question, kind.Question, StrictJson.Options)!.AsObject();
        var path = Part().Replace(kind.Path, part =>
        {
            values.Remove(part.Groups[1].Value, out var value);
            return Escaped(value);
        });
        var query = values.Where(value => value.Value is not null).Select(value => $"{value.Key}={Escaped(value.Value)}").ToList();
        return new(HttpMethod.Get, $"api/{path.TrimEnd('/')}{(query.Count == 0 ? "" : $"?{string.Join('&', query)}")}");
    }

    /// <summary>The question that the request's address asks.</summary>
    private static object Addressed(QuestionKind kind, HttpRequest request)
    {
        var parts = Part().Matches(kind.Path).Select(part => part.Groups[1].Value).ToHashSet();
        var values = new JsonObject();
        foreach (var property in StrictJson.Options.GetTypeInfo(kind.Question).Properties)
        {
            values[property.Name] = parts.Contains(property.Name)
                ? request.RouteValues[property.Name] as string
                : (string?)request.Query[property.Name];
        }
        return values.Deserialize(kind.Question, StrictJson.Options)!;
    }

    private static string Escaped(JsonNode? value) => value is null ? "" : Uri.EscapeDataString(value.GetValue<string>());

    [GeneratedRegex(@"\{(\w+)\??\}")]
    private static partial Regex Part();
}
