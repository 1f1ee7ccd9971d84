using System.CommandLine;
using System.Globalization;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting.Upkeep;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Files;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Upkeep;

/// <summary>
/// <c>sweep db recover</c>: says what a damaged journal would lose, and with <c>--cut</c> goes on from before the damage; names an entry
/// that cannot be followed, and with <c>--step-over</c> goes on without it.
/// </summary>
internal static class RecoverCommand
{
    /// <param name="Entry">The first that cannot be trusted; null where the journal is sound, as then is everything after it.</param>
    /// <param name="Kept">Where the damaged segments are kept; null where nothing was cut.</param>
    private sealed record RecoveryDocument(bool Damaged, string? File, long? Offset, long? Entry, string? Problem, long LostEntries,
        long LostEpochs, string? Kept, bool Poisonous = false);

    public static Command Create(Shell shell)
    {
        var cut = new Option<bool>("--cut")
        {
            Description = "Keep the damaged files aside and go on from before the damage; what follows it is lost.",
        };
        var stepOver = WholeNumberOption.Of(
            "--step-over", "Go on without this one entry, which cannot be followed; everything else is kept.", "entry", 1, int.MaxValue);
        var command = new Command("recover", "Say what a damaged journal has lost; with --cut, go on from before the damage.")
        {
            cut, stepOver
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var wished = parsed.GetValue(stepOver);
            var home = Connection.ExistingHomeOf(parsed);
            using var held = await HomeLock.TakePatiently(home, shell.Clock, terminal.Say, cancellation);
            var damage = Look(home);
            var poison = damage is null ? PoisonousEntry.Look(home) : null;
            if (wished is { } entry)
                Check(entry, damage, poison);
            if (poison is not null && parsed.GetValue(cut))
                throw new BadInputException(poison.Sentence);
            if (poison is not null)
                return Answer(terminal, poison, wished is null ? null : StepOver(home, poison, shell.Clock.GetUtcNow()));
            var kept = damage is not null && parsed.GetValue(cut) ? Cut(home, damage) : null;
            if (terminal.Json)
                terminal.WriteJson(new RecoveryDocument(damage is not null, damage?.Place.File, damage?.Place.Offset,
                    damage?.Place.Sequence, damage?.What, damage?.LostEntries ?? 0, damage?.LostEpochs ?? 0, kept));
            else
                Tell(terminal, damage, kept);
            return damage is null || kept is not null ? ExitCode.Done : ExitCode.FailedTrials;
        });
        return command;
    }

    /// <returns>Null where there is no damage; an entry that is sound but not known is none.</returns>
    private static JournalDamage? Look(Home home)
    {
        try
        {
            return JournalRecovery.Look(home.JournalFolder);
        }
        catch (UnknownEntryException)
        {
            return null;
        }
    }

    private static void Check(long wished, JournalDamage? damage, PoisonousEntry? poison)
    {
        if (damage is not null)
            throw new BadInputException($"--step-over is for an entry that cannot be followed, but the journal is damaged: "
                + $"{damage.Place}: {damage.What}; `sweep db recover` says what --cut would lose.");
        if (poison?.Sequence != wished)
        {
            var others = poison is null
                ? ", and so can every other: there is nothing to step over"
                : string.Create(CultureInfo.InvariantCulture, $"; the first that cannot is {poison.Sequence}");
            throw new BadInputException(
                string.Create(CultureInfo.InvariantCulture, $"--step-over {wished}: that entry can be followed{others}."));
        }
    }

    private static int Answer(Terminal terminal, PoisonousEntry poison, string? kept)
    {
        if (terminal.Json)
            terminal.WriteJson(
                new RecoveryDocument(false, null, null, poison.Sequence, poison.What, kept is null ? 0 : 1, 0, kept, Poisonous: true));
        else
        {
            terminal.Answer(
                FormattableString.Invariant($"The journal is sound, but its entry {poison.Sequence} cannot be followed: {poison.What}."));
            terminal.Answer(kept is null
                ? string.Create(CultureInfo.InvariantCulture, $"If another program wrote it, use that one. If not, "
                    + $"`sweep db recover --step-over {poison.Sequence}` goes on without this one entry; what follows it is kept.")
                : $"It was stepped over: every other entry is kept. The files as they were, with the results database, are in {kept}.");
        }
        return kept is null ? ExitCode.FailedTrials : ExitCode.Done;
    }

    private static string StepOver(Home home, PoisonousEntry poison, DateTimeOffset now)
    {
        var aside = home.NewDamagedJournalFolder();
        JournalDetour.StepOver(home.JournalFolder, poison.Sequence, now, aside);
        MoveDatabaseAside(home, aside);
        return aside;
    }

    private static string Cut(Home home, JournalDamage damage)
    {
        var aside = home.NewDamagedJournalFolder();
        JournalRecovery.Cut(home.JournalFolder, damage, aside);
        MoveDatabaseAside(home, aside);
        return aside;
    }

    /// <summary>It still knows of what was lost, and the home is to have one that follows from the journal as it is now.</summary>
    private static void MoveDatabaseAside(Home home, string aside)
    {
        // Where a power cut brings it back, the next start finds that it is ahead of the journal and sets it aside.
        foreach (var file in new[] { home.ResultsDatabase, WriteAheadLog.Of(home.ResultsDatabase), home.Digest }.Where(File.Exists))
            WholeFile.MoveAside(file, Path.Combine(aside, Path.GetFileName(file)));
    }

    private static void Tell(Terminal terminal, JournalDamage? damage, string? kept)
    {
        if (damage is null)
        {
            terminal.Answer("The journal is sound: there is nothing to recover.");
            return;
        }
        terminal.Answer($"The journal is damaged: {damage.Place}: {damage.What}.");
        var lost = $"{Counted.Of(damage.LostEntries, "entry", "entries")}, of which {Counted.Of(damage.LostEpochs, "recorded epoch")}";
        if (kept is null)
        {
            terminal.Answer($"The {Counted.Of(damage.Place.Sequence - 1)} before it are sound. From it on there are {lost}.");
            terminal.Answer("Put the file back from a backup if there is one. If not, `sweep db recover --cut` goes on from before the "
                + "damage: those epochs are trained again.");
            return;
        }
        terminal.Answer($"It was cut there: {Counted.Of(damage.Place.Sequence - 1)} entries are kept, {lost}, are lost and "
            + "will be trained again.");
        terminal.Answer($"The files as they were, with the results database that still knows of them, are in {kept}. Restart agents that "
            + "are still at work for this home.");
    }
}
