using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Homes;

/// <summary>
/// A home that an earlier version left, one for each: it opens, answers with the very numbers that its own program printed, proves sound, and
/// its sweep goes on as the sweep that it is.
/// </summary>
public sealed class ReleasedHomesTests
{
    public static TheoryData<string> Versions => [.. Directory.GetDirectories(Kept).Select(folder => Path.GetFileName(folder)!)];

    private static string Kept => Path.Combine(AppContext.BaseDirectory, "Homes");

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ItsResults_AreWhatItsOwnProgramPrinted(string version)
    {
        using var folder = new TemporaryFolder();
        var home = Restored(version, folder);
        var printed = File.ReadAllText(Path.Combine(Kept, version, "results.csv"));

        var ran = await CommandLine.Sweep(
            "results", "--all", "--removed", "--sort", "sweep,trial", "--format", "csv", "--columns", printed.Split('\n', 2)[0].TrimEnd('\r'), "--home", home.Folder);

        Assert.Equal(new Ran(ExitCode.Done, printed, ""), ran);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ItIsSound_AsItLies_AndAfterAStart(string version)
    {
        using var folder = new TemporaryFolder();
        var home = Restored(version, folder);
        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("verify", "--home", home.Folder)).ExitCode);

        await using (await OpenHome.Open(home, Logger.None))
        {
        }

        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("verify", "--home", home.Folder)).ExitCode);
        Assert.Empty(Directory.GetFiles(home.Folder, "*damaged*"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ItsSweepFileSubmittedAgain_ChangesNothing(string version)
    {
        using var folder = new TemporaryFolder();
        var spec = SweepFile.Parse(File.ReadAllText(Path.Combine(Kept, version, "grid.yaml")), "grid.yaml");

        await using var opened = await OpenHome.Open(Restored(version, folder), Logger.None);
        var view = Submission.Of(opened.State, spec).View;

        Assert.Equal((0, 0, 0, 0), (view.NewTrials, view.RemovedTrials, view.OpenTrials, view.EpochsToTrain));
    }

    private static Home Restored(string version, TemporaryFolder folder)
    {
        var home = new Home(folder["home"]);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Kept, version), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(home.Folder, Path.GetRelativePath(Path.Combine(Kept, version), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return home;
    }
}
