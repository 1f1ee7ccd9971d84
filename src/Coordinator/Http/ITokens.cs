using System.Collections.Immutable;
using Sweep.Coordinator.Homes;

namespace Sweep.Coordinator.Http;

/// <summary>A token that was just given out.</summary>
/// <param name="Login">The line to log in with elsewhere, with the token, which is said this once.</param>
internal sealed record NewToken(string Name, Role Role, DateTimeOffset Ends, string Login);

/// <summary>A token that was given out.</summary>
internal sealed record TokenView(string Name, Role Role, DateTimeOffset Made, DateTimeOffset Ends);

/// <summary>What is asked for with a new token.</summary>
/// <param name="Days">How long it is good for.</param>
internal sealed record TokenRequest(string Name, Role Role, int Days);

/// <summary>The tokens of people: given out, shown, taken back.</summary>
internal interface ITokens
{
    Task<NewToken> Add(TokenRequest request, CancellationToken cancellation);

    Task<ImmutableArray<TokenView>> List(CancellationToken cancellation);

    Task Remove(string name, CancellationToken cancellation);
}
