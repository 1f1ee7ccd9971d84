using System.CommandLine;
using System.Diagnostics;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Documents;

namespace Sweep.Coordinator.Tests.Documents;

/// <summary>Every command that the README and docs/ print is one that bash and the command line can read.</summary>
public class DocumentedCommandsTests
{
    public static TheoryData<string> Files => [.. DocumentedCommand.Files];

    [Fact]
    public void TheDocuments_HaveCommands()
    {
        var all = DocumentedCommand.Files.SelectMany(DocumentedCommand.In).ToList();

        Assert.InRange(all.Count(c => c.Fenced), 60, 500);
        Assert.InRange(all.Count(c => c.Fenced && c.NotRun is null), 50, 500);
        Assert.InRange(all.Count(c => !c.Fenced), 30, 500);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EveryCommand_IsReadByBash_AndByTheCommandLine(string file)
    {
        var problems = new List<string>();
        foreach (var command in DocumentedCommand.In(file))
        {
            var (code, words, error) = await Words(command.WithoutComment);
            if (code != 0)
                problems.Add($"{command}: bash says {error}");
            else if (words is ["sweep" or "./sweep", .. var arguments] && Problem(arguments, whole: command.Fenced) is { } problem)
                problems.Add($"{command}: {problem}");
        }
        Assert.Empty(problems);
    }

    /// <summary>What is wrong with the arguments. Of a command that a sentence names only the words are looked at: its arguments may be left out.</summary>
    private static string? Problem(string[] arguments, bool whole)
    {
        using var terminal = new CapturedTerminal();
        using var interruption = new Interruption();
        var parsed = SweepCommandLine.Build(new(terminal.For, interruption, TimeProvider.System)).Parse(arguments);
        if (whole)
            return parsed.Errors.Count == 0 ? null : parsed.Errors[0].Message;
        var known = Above(parsed.CommandResult.Command).SelectMany(c => c.Options).SelectMany(o => o.Aliases.Append(o.Name)).ToHashSet();
        return parsed.CommandResult.Command is RootCommand && arguments.Length > 0 && !arguments[0].StartsWith('-')
            ? $"there is no command {arguments[0]}"
            : arguments.FirstOrDefault(a => a.StartsWith("--", StringComparison.Ordinal) && !known.Contains(a.Split('=')[0])) is { } option ? $"there is no option {option}" : null;
    }

    private static IEnumerable<Command> Above(Command command) => [command, .. command.Parents.OfType<Command>().SelectMany(Above)];

    /// <summary>The words that bash makes of a line, which it does not run.</summary>
    private static async Task<(int Code, string[] Words, string Error)> Words(string line)
    {
        // Every program is bash's printf instead: what it would be given comes out, each word ended by a zero byte.
        var start = new ProcessStartInfo("bash", ["-c", "printf '%s\\0' " + line]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var bash = Process.Start(start)!;
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        return (bash.ExitCode, (await output).Split('\0', StringSplitOptions.None)[..^1], (await error).Trim());
    }
}
