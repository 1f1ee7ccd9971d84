using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Sweep.Coordinator.Cli;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>Runs one of the commands that need no coordinator, in memory.</summary>
internal sealed class OfflineCli(Func<Shell, Command> create)
{
    public sealed record Answer(int ExitCode, string Out, string Error)
    {
        public JsonElement Json => JsonDocument.Parse(Out).RootElement;
    }

    public async Task<Answer> Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var interruption = new Interruption();
        var shell = new Shell(json => new(ConsoleOn(output), ConsoleOn(error), output, json), interruption, TimeProvider.System);
        var root = new RootCommand { create(shell) };
        root.Options.Add(GlobalOptions.Json);
        root.Options.Add(GlobalOptions.Data);
        root.Options.Add(GlobalOptions.Quiet);
        var parsed = root.Parse(arguments);
        Assert.Empty(parsed.Errors);
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        return new(exitCode, output.ToString(), error.ToString());
    }

    private static IAnsiConsole ConsoleOn(StringWriter writer)
    {
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 120;
        return console;
    }
}
