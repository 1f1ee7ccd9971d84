using System.CommandLine;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Hosting.Upkeep;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Upkeep;

/// <summary><c>sweep db backup</c>: a consistent copy of the home, also while a coordinator is at work.</summary>
internal static class BackupCommand
{
    public static Command Create(Shell shell)
    {
        var destination = new Argument<string>("destination")
        {
            Description = "A new or empty folder; with --coordinator a name in that coordinator's folder for backups.",
        };
        var command = new Command(
            "backup", "Copy journal, results and checkpoints as they are at one moment, also while a coordinator runs.") { destination };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var named = parsed.GetRequiredValue(destination);
            var folder = Path.GetFullPath(named);
            // A coordinator elsewhere puts a name into its own folder for backups; one of this home takes any folder from its own user.
            var copied = await HomeInUse.Or(shell, parsed,
                live => new HttpUpkeep(live).Backup(live.OwnerKey is null ? named : folder, cancellation),
                HomeLock.TryShare, (home, held) => OfFolder(home, held, folder, terminal), cancellation);
            if (terminal.Json)
                terminal.WriteJson(copied);
            else
                Tell(terminal, copied);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<BackupView> OfFolder(Home home, HomeLock shared, string folder, Terminal terminal)
    {
        await using var log = ProgramLog.OfQuestion(terminal.Say);
        await using var opened = await HomeQueries.Open(home, shared, log);
        return await HomeBackup.Of(home, opened.Database, folder);
    }

    private static void Tell(Terminal terminal, BackupView copied)
    {
        terminal.Answer($"{copied.Folder} has {Counted.Of(copied.Entries, "entry", "entries")} of the journal and "
            + $"{Counted.Of(copied.Checkpoints, "checkpoint")}, {Sizes.Of(copied.Bytes)}.");
        terminal.Answer($"It is a home like any other: `sweep verify --home {copied.Folder}` proves it.");
    }
}
