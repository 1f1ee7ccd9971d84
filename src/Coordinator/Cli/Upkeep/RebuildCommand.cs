using System.CommandLine;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting.Upkeep;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Upkeep;

/// <summary><c>sweep db rebuild</c>: the results database, made anew from the journal.</summary>
internal static class RebuildCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("rebuild", "Make the results database anew from the journal; not while a coordinator runs.");
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var home = Connection.ExistingHomeOf(parsed);
            using var held = await HomeLock.TakePatiently(home, shell.Clock, terminal.Say, cancellation);
            using var log = ProgramLog.Open(home, terminal.Say);
            var rebuilt = await DatabaseRebuild.Of(home, log);
            if (terminal.Json)
                terminal.WriteJson(rebuilt);
            else
                terminal.Answer(
                    $"{rebuilt.Database} is made anew from the {Counted.Of(rebuilt.Entries, "entry", "entries")} of the journal.");
            return ExitCode.Done;
        });
        return command;
    }
}
