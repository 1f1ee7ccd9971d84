using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Sweep.Coordinator.Http;

/// <summary>What an endpoint says of itself in the API's document.</summary>
/// <param name="About">The heading under which it stands.</param>
/// <param name="Status">Of the answer when all goes well.</param>
/// <param name="Question">The record whose properties are asked for in the address; null where they are the route's own.</param>
/// <param name="Refusals">Beyond those that every endpoint behind the door has: status and when.</param>
internal sealed record Description(
    string About, string Summary, int Status, Type? Question, ImmutableArray<(int Status, string When)> Refusals);

/// <summary>
/// What an endpoint is sent. It is said to readers alone: where the router knows it too, it does not find the route without it.
/// </summary>
internal sealed record DescribedBody(Type Body, string MediaType);

/// <summary>The headings of the API's document.</summary>
internal static class About
{
    public const string Sweeps = "Sweeps";
    public const string Answers = "Answers";
    public const string Agents = "Agents";
    public const string People = "People";
    public const string Home = "The home";
    public const string Files = "Checkpoints, code and data";
    public const string Page = "Pages and documents";
}

/// <summary>
/// How an endpoint says what it is for, what it is sent and what it answers; who may use it, its <see cref="Access"/> says.
/// </summary>
internal static class Descriptions
{
    /// <param name="answer">What is answered as JSON with 200; null where that is nothing (204).</param>
    /// <param name="body">What is sent as JSON.</param>
    public static T Says<T>(
        this T route, string about, string summary, Type? answer = null, Type? body = null, Type? question = null,
        params ImmutableArray<(int Status, string When)> refusals) where T : IEndpointConventionBuilder
    {
        var status = answer is null ? StatusCodes.Status204NoContent : StatusCodes.Status200OK;
        route.Answers(about, summary, status, answer, "application/json", question, refusals);
        if (body is not null)
            route.WithMetadata(new DescribedBody(body, "application/json"));
        return route;
    }

    /// <summary>It is sent content that is no JSON.</summary>
    public static T TakesContent<T>(this T route) where T : IEndpointConventionBuilder =>
        route.WithMetadata(new DescribedBody(typeof(Stream), "application/octet-stream"));

    /// <param name="type">The answer's media type.</param>
    public static T Answers<T>(
        this T route, string about, string summary, int status, Type? answer, string type, Type? question = null,
        params ImmutableArray<(int Status, string When)> refusals) where T : IEndpointConventionBuilder
    {
        route.WithMetadata(
            new Description(about, summary, status, question, refusals),
            answer is null ? new ProducesResponseTypeMetadata(status) : new ProducesResponseTypeMetadata(status, answer, [type]));
        route.Finally(endpoint =>
        {
            // What is mapped as a plain delegate is not looked at otherwise.
            if (!endpoint.Metadata.OfType<System.Reflection.MethodInfo>().Any() && endpoint.RequestDelegate is { } handler)
                endpoint.Metadata.Add(handler.Method);
        });
        return route;
    }
}
