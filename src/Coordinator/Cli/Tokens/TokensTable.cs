using Spectre.Console;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Cli.Tokens;

/// <summary>The tokens that were given out, by name.</summary>
internal static class TokensTable
{
    private const int Always = FittingColumn<TokenView>.Always;

    /// <param name="now">A token that ended before it is shown as ended.</param>
    public static Table Of(IReadOnlyList<TokenView> tokens, DateTimeOffset now, int width) => new FittingTable<TokenView>(
    [
        new("name", Always, token => token.Name, Left: true),
        new("role", Always, token => TokenCommand.Word(token.Role), Left: true),
        new("made", 50, token => TokenCommand.Day(token.Made), Left: true),
        new("until", Always, token => TokenCommand.Day(token.Ends) + (token.Ends <= now ? ", over" : ""), Left: true),
    ],
    token => token.Ends <= now ? new Style(Color.Yellow) : Style.Plain).Of(tokens, width);
}
