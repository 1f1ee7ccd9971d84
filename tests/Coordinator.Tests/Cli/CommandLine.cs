using Spectre.Console.Testing;
using Sweep.Coordinator.Cli;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>What a command left behind.</summary>
internal sealed record Ran(int ExitCode, string Out, string Error);

/// <summary>The program's command line, run in memory.</summary>
internal static class CommandLine
{
    public const int Width = 80;

    public static async Task<Ran> Sweep(params string[] arguments)
    {
        using var interruption = new Interruption();
        return await Sweep(interruption, arguments);
    }

    public static Task<Ran> Sweep(Interruption interruption, params string[] arguments) => Sweep(interruption, "", arguments);

    /// <param name="stdin">What is read where an argument is <c>-</c>.</param>
    public static async Task<Ran> Sweep(Interruption interruption, string stdin, string[] arguments)
    {
        using var terminal = new CapturedTerminal();
        var code = await SweepCommandLine.Run(
            arguments, new Shell(terminal.For, interruption, TimeProvider.System) { In = new StringReader(stdin) });
        return new(code, terminal.Out.Output, terminal.Error.Output);
    }
}

/// <summary>A terminal 80 columns wide, no person before it.</summary>
internal sealed class CapturedTerminal : IDisposable
{
    public TestConsole Out { get; } = new TestConsole().Width(CommandLine.Width);
    public TestConsole Error { get; } = new TestConsole().Width(CommandLine.Width);

    public Terminal For(bool json) => new(Out, Error, Out.Profile.Out.Writer, json);

    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }
}
