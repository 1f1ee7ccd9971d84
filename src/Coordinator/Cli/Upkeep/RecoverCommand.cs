using System.CommandLine;
using System.Globalization;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli.Upkeep;

/// <summary><c>sweep db recover</c>: says what a damaged journal would lose, and with <c>--cut</c> goes on from before the damage.</summary>
internal static class RecoverCommand
{
    /// <param name="Entry">The first that cannot be trusted; null where the journal is sound, as then is everything after it.</param>
    /// <param name="Kept">Where the damaged segments are kept; null where nothing was cut.</param>
    private sealed record RecoveryDocument(bool Damaged, string? File, long? Offset, long? Entry, string? Problem, long LostEntries, long LostEpochs, string? Kept);

    public static Command Create(Shell shell)
    {
        var cut = new Option<bool>("--cut") { Description = "Keep the damaged files aside and go on from before the damage; what follows it is lost." };
        var command = new Command("recover", "Say what a damaged journal has lost; with --cut, go on from before the damage.") { cut };
        command.SetAction(parsed =>
        {
            var terminal = shell.TerminalFor(parsed);
            var home = Connection.ExistingHomeOf(parsed);
            using var held = HomeLock.Take(home);
            var damage = Look(home);
            var kept = damage is not null && parsed.GetValue(cut) ? Cut(home, damage) : null;
            if (terminal.Json)
                terminal.WriteJson(new RecoveryDocument(damage is not null, damage?.Place.File, damage?.Place.Offset, damage?.Place.Sequence, damage?.What, damage?.LostEntries ?? 0, damage?.LostEpochs ?? 0, kept));
            else
                Tell(terminal, damage, kept);
            return damage is null || kept is not null ? ExitCode.Done : ExitCode.FailedTrials;
        });
        return command;
    }

    private static JournalDamage? Look(Home home)
    {
        try
        {
            return JournalRecovery.Look(home.JournalFolder);
        }
        catch (UnknownEntryException e)
        {
            throw new BadInputException(e.Message);
        }
    }

    private static string Cut(Home home, JournalDamage damage)
    {
        var aside = home.NewDamagedJournalFolder();
        JournalRecovery.Cut(home.JournalFolder, damage, aside);
        // It still knows of what was lost, and the home is to have one that follows from the journal as it is now.
        foreach (var file in new[] { home.ResultsDatabase, Schema.LogFile(home.ResultsDatabase) }.Where(File.Exists))
            File.Move(file, Path.Combine(aside, Path.GetFileName(file)));
        return aside;
    }

    private static void Tell(Terminal terminal, JournalDamage? damage, string? kept)
    {
        if (damage is null)
        {
            terminal.Answer("The journal is sound: there is nothing to recover.");
            return;
        }
        terminal.Answer($"The journal is damaged: {damage.Place}: {damage.What}.");
        var lost = string.Create(CultureInfo.InvariantCulture, $"{damage.LostEntries:N0} {(damage.LostEntries == 1 ? "entry" : "entries")}, of which {damage.LostEpochs:N0} recorded epochs");
        if (kept is null)
        {
            terminal.Answer(string.Create(CultureInfo.InvariantCulture, $"The {damage.Place.Sequence - 1:N0} before it are sound. From it on there are {lost}."));
            terminal.Answer("Put the file back from a backup if there is one. If not, `sweep db recover --cut` goes on from before the damage: those epochs are trained again.");
            return;
        }
        terminal.Answer(string.Create(CultureInfo.InvariantCulture, $"It was cut there: {damage.Place.Sequence - 1:N0} entries are kept, {lost}, are lost and will be trained again."));
        terminal.Answer($"The files as they were, with the results database that still knows of them, are in {kept}. Restart agents that are still at work for this home.");
    }
}
