using System.Text.Json;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Tests.Verification;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Upkeep;

/// <summary>One entry that cannot be followed: it is named, and by order everything else goes on without it.</summary>
public sealed class StepOverTests
{
    private const int Poisonous = SoundHome.EntriesOfTheSweep + 1;

    [Fact]
    public async Task EntryThatCannotBeFollowed_IsNamed_AndSteppedOverByOrderOnly()
    {
        using var home = await SoundHome.Make();
        home.AppendOfANewerProgram();
        home.Append(new CoordinatorStarted("0.1.0") { At = SoundHome.At });
        var before = File.ReadAllText(home.Segments[^1]);

        Assert.Equal(ExitCode.BadInput, (await Run(home, "status")).ExitCode);
        var looked = await Run(home, "db", "recover");
        Assert.Equal(ExitCode.FailedTrials, looked.ExitCode);
        Assert.Contains($"--step-over {Poisonous}", looked.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, (await Run(home, "db", "recover", "--step-over", "3")).ExitCode);
        Assert.Equal(before, File.ReadAllText(home.Segments[^1]));

        var stepped = await Run(home, "db", "recover", "--step-over", $"{Poisonous}", "--json");

        Assert.Equal(ExitCode.Done, stepped.ExitCode);
        using var told = JsonDocument.Parse(stepped.Out);
        Assert.True(told.RootElement.GetProperty("poisonous").GetBoolean());
        Assert.Equal(before, File.ReadAllText(Path.Combine(told.RootElement.GetProperty("kept").GetString()!, Path.GetFileName(home.Segments[^1]))));
        Assert.Equal(ExitCode.Done, (await Run(home, "status")).ExitCode);
        Assert.Equal(ExitCode.Done, (await Run(home, "verify")).ExitCode);
        Assert.Equal(ExitCode.Done, (await Run(home, "db", "recover")).ExitCode);
    }

    [Fact]
    public async Task EntriesAfterIt_KeepTheirNumbersAndWhatTheySay_AcrossSegments()
    {
        using var home = await SoundHome.Make(segmentBytes: 1200);
        Assert.InRange(home.Segments.Length, 3, 10);
        var before = Read(home);
        var aside = home["aside"];

        JournalDetour.StepOver(home.Home.JournalFolder, 5, SoundHome.At, aside);

        var after = Read(home);
        Assert.Equal(before.Count, after.Count);
        Assert.Contains("lease-started", Assert.IsType<EntrySteppedOver>(after[4].Event).Was, StringComparison.Ordinal);
        Assert.Equal(before.Select(entry => $"{entry}").Where((_, i) => i != 4), after.Select(entry => $"{entry}").Where((_, i) => i != 4));
        home.Append(new CoordinatorStarted("0.1.0") { At = SoundHome.At });
        Assert.Equal(before.Count + 1, Read(home).Count);
    }

    private static List<JournalEntry> Read(SoundHome home) => [.. JournalReader.Of(home.Home.JournalFolder).After(0).Select(placed => placed.Entry)];

    private static Task<Ran> Run(SoundHome home, params string[] arguments) => CommandLine.Sweep([.. arguments, "--home", home.Home.Folder]);
}
