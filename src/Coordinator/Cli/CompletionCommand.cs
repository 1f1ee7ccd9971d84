using System.CommandLine;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep completion SHELL</c>: the script that makes a shell complete commands, options, sweeps and trials.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh"];

    private sealed record CompletionDocument(string Shell, string Script);

    public static Command Create(Shell shell)
    {
        var of = new Argument<string>("shell") { Description = "Whose completion.", HelpName = "bash|zsh" };
        of.TakesOneOf(Shells);
        var command = new Command(
            "completion", "Print the script that makes a shell complete this command line: source <(sweep completion bash).") { of };
        command.SetAction(parsed =>
        {
            var terminal = shell.TerminalFor(parsed);
            var completed = parsed.GetRequiredValue(of);
            var script = Script(completed);
            if (terminal.Json)
                terminal.WriteJson(new CompletionDocument(completed, script));
            else
                terminal.RawOut.Write(script);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Script(string shell)
    {
        using var resource = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{shell}")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
