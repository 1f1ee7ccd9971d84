using System.CommandLine;

namespace Sweep.Coordinator.Cli.Upkeep;

/// <summary><c>sweep db</c>: what the home consists of, rebuilt, copied or recovered.</summary>
internal static class DatabaseCommand
{
    public static Command Create(Shell shell) =>
        new("db", "The home itself: rebuild its results database, back it up, recover a damaged journal.")
    {
        RebuildCommand.Create(shell),
        BackupCommand.Create(shell),
        RecoverCommand.Create(shell),
    };
}
