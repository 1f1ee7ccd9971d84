using Microsoft.AspNetCore.Builder;
using Sweep.Coordinator.Homes;

namespace Sweep.Coordinator.Http;

/// <summary>Who may use an endpoint; one that does not say is shut to everybody but the owner.</summary>
/// <param name="Least">The least role of people's tokens; null where none opens it.</param>
/// <param name="Agents">Whether agents may.</param>
/// <param name="Everyone">Whether it needs no credential.</param>
internal sealed record Access(Role? Least, bool Agents = false, bool Everyone = false)
{
    public static readonly Access Unsaid = new(Role.Admin);
}

/// <summary>How an endpoint says who may use it; the last word counts.</summary>
internal static class Accesses
{
    public static T For<T>(this T route, Role least) where T : IEndpointConventionBuilder => route.WithMetadata(new Access(least));

    /// <summary>For agents, who show a certificate.</summary>
    /// <param name="orPeople">The least role of people who may as well; null where agents only.</param>
    public static T ForAgents<T>(this T route, Role? orPeople = null) where T : IEndpointConventionBuilder =>
        route.WithMetadata(new Access(orPeople, Agents: true));

    public static T ForEveryone<T>(this T route) where T : IEndpointConventionBuilder =>
        route.WithMetadata(new Access(null, Everyone: true));
}
