using System.Collections.Immutable;
using Sweep.Coordinator.Homes;

namespace Sweep.Coordinator.Http;

/// <summary>The tokens of a home that this process has for itself.</summary>
/// <param name="url">Where its coordinator is reached.</param>
/// <param name="hash">Of the home's authority.</param>
internal sealed class HomeTokens(TokenBook book, Uri url, string hash) : ITokens
{
    public Task<NewToken> Add(TokenRequest request, CancellationToken cancellation)
    {
        var token = book.Add(request.Name, request.Role, request.Days);
        var given = book.Given.Single(one => one.Name == request.Name);
        return Task.FromResult(new NewToken(given.Name, given.Role, given.Ends, new LoginLine(url, token, hash).Text));
    }

    public Task<ImmutableArray<TokenView>> List(CancellationToken cancellation) => Task.FromResult<ImmutableArray<TokenView>>(
    [
        .. book.Given.OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => new TokenView(one.Name, one.Role, one.Made, one.Ends)),
    ]);

    public Task Remove(string name, CancellationToken cancellation)
    {
        book.Remove(name);
        return Task.CompletedTask;
    }
}
