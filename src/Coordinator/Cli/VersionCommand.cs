using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Sweep.Experiments.Running;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep version</c>: of the program, of the protocol it speaks with agents, and what it runs on.</summary>
internal static class VersionCommand
{
    private sealed record VersionDocument(string Program, int Protocol, string Runtime, string System);

    public static Command Create(Shell shell)
    {
        var command = new Command("version", "Print the versions of the program and of its protocol.");
        command.SetAction(parsed => Print(shell.TerminalFor(parsed)));
        return command;
    }

    /// <summary>The same as an option, where people look for it first.</summary>
    public static Option<bool> AsOption(Shell shell) => new("--version")
    {
        Description = "Print the versions of the program and of its protocol.",
        Action = new Printing(shell),
    };

    private static int Print(Terminal terminal)
    {
        var version = new VersionDocument(
            ProgramVersion.Text, ProtocolVersion.Current, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
        if (terminal.Json)
            terminal.WriteJson(version);
        else
            terminal.Answer(VersionLine.Of("sweep"));
        return ExitCode.Done;
    }

    private sealed class Printing(Shell shell) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult) => Print(shell.TerminalFor(parseResult));
    }
}
