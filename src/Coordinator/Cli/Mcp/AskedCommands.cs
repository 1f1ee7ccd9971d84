using System.Collections.Immutable;
using System.CommandLine;
using ModelContextProtocol.Protocol;
using Spectre.Console;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Mcp;

/// <summary>
/// Commands of this program, run in it with <c>--json</c>: an assistant reads the documents that scripts read. One after the other, since
/// a home without a coordinator is read by one at a time.
/// </summary>
/// <param name="place">The options that say which home or coordinator is asked.</param>
internal sealed class AskedCommands(Shell shell, ImmutableArray<string> place)
{
    private static readonly SemaphoreSlim Turn = new(1);

    private static readonly ImmutableArray<Option<string?>> Places =
    [
        GlobalOptions.Home, GlobalOptions.Data, ConnectionOptions.Coordinator, ConnectionOptions.Ca, ConnectionOptions.Token,
        ConnectionOptions.TokenFile,
    ];

    /// <summary>As the command line of this process says it.</summary>
    public static ImmutableArray<string> Place(ParseResult parsed) =>
        [.. Places.Where(option => parsed.GetValue(option) is not null).Select(option => $"{option.Name}={parsed.GetValue(option)}")];

    /// <summary>The same, but that coordinator and with that token.</summary>
    public static ImmutableArray<string> Place(ParseResult parsed, Uri coordinator, string token) =>
    [
        .. Places.Except([ConnectionOptions.Coordinator, ConnectionOptions.Token, ConnectionOptions.TokenFile])
            .Where(option => parsed.GetValue(option) is not null).Select(option => $"{option.Name}={parsed.GetValue(option)}"),
        $"{ConnectionOptions.Coordinator.Name}={coordinator}", $"{ConnectionOptions.Token.Name}={token}",
    ];

    /// <param name="command">Its name.</param>
    /// <param name="options">By name; what is null is left out.</param>
    /// <param name="arguments">Taken as they are, whatever they begin with; what is null is left out.</param>
    public async Task<CallToolResult> Run(
        string command, IReadOnlyList<(string Name, string? Value)> options, IReadOnlyList<string?> arguments,
        CancellationToken cancellation)
    {
        string[] words =
        [
            command, GlobalOptions.Json.Name, .. place,
            .. options.Where(option => option.Value is not null).Select(option => $"{option.Name}={option.Value}"),
            "--", .. arguments.OfType<string>(),
        ];
        using var answer = new StringWriter();
        using var said = new StringWriter();
        await Turn.WaitAsync(cancellation);
        try
        {
            var own = shell with
            {
                Terminals = _ => new(Plain(TextWriter.Null), Plain(said), answer, Json: true),
                Keyboard = null,
                In = TextReader.Null,
            };
            var parsed = SweepCommandLine.Build(own).Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
            var code = await ErrorBoundary.Around(own.Terminals(true), parsed, () =>
            {
                ParseErrors.Refuse(parsed, words);
                var surroundings = new InvocationConfiguration
                {
                    Output = answer,
                    Error = said,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                };
                return parsed.InvokeAsync(surroundings, cancellation);
            });
            return Result(code, answer.ToString(), said.ToString());
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>The document, then what was said beside it; of a refusal the sentence alone.</summary>
    private static CallToolResult Result(int code, string answer, string said)
    {
        var refused = code != ExitCode.Done;
        string[] texts = refused ? [said.Trim()] : said.Trim() is { Length: > 0 } notes ? [answer.Trim(), notes] : [answer.Trim()];
        return new() { IsError = refused, Content = [.. texts.Select(text => new TextContentBlock { Text = text })] };
    }

    private static IAnsiConsole Plain(TextWriter writer) => Terminal.Sized(AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    }));
}
