using System.Text.Json;
using Spectre.Console;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// Where a command writes: answers to <see cref="Out"/>, everything else to <see cref="Error"/>. With <c>--json</c> stdout
/// carries one JSON document and nothing else.
/// </summary>
public sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, TextWriter RawOut, bool Json)
{
    /// <summary>A pipe and a file have no width: nothing is wrapped or left out there.</summary>
    private const int Endless = 100_000;

    /// <summary>Whether the person asked for the answer alone, without progress.</summary>
    public bool Quiet { get; init; }

    public static Terminal Standard(bool json) => new(
        Sized(AnsiConsole.Console),
#pragma warning disable RS0030 // The one Terminal that is the real one.
        Sized(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })),
        Console.Out,
#pragma warning restore RS0030
        json);

    internal static IAnsiConsole Sized(IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = Endless;
        return console;
    }

    /// <summary>The one JSON document of a command that was asked for JSON.</summary>
    public void WriteJson<T>(T document) => RawOut.WriteLine(JsonSerializer.Serialize(document, SweepJson.Options));
}
