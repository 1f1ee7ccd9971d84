using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Tests.Verification;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Upkeep;

public sealed class BackupCommandTests
{
    [Fact]
    public async Task ACopy_IsAHomeThatVerifies_MadeWithAndWithoutACoordinator()
    {
        using var home = await SoundHome.Make(segmentBytes: 1200);
        var alone = await CommandLine.Sweep("db", "backup", home["alone"], "--home", home.Home.Folder);
        Assert.Equal((ExitCode.Done, ""), (alone.ExitCode, alone.Error));
        Assert.StartsWith($"{home["alone"]} has 17 entries of the journal and 6 checkpoints, ", alone.Out, StringComparison.Ordinal);

        await using (await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None))
            Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("db", "backup", home["live"], "--home", home.Home.Folder)).ExitCode);

        foreach (var copy in new[] { home["alone"], home["live"] })
        {
            var verified = await CommandLine.Sweep("verify", "--complete", "--home", copy);
            Assert.Equal(ExitCode.Done, verified.ExitCode);
            Assert.Contains("checkpoints  6 with the recorded content", verified.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("note:", verified.Out, StringComparison.Ordinal);
            Assert.False(Directory.Exists(copy + ".unfinished"));
        }
    }

    [Fact]
    public async Task APlaceThatIsTakenOrImpossible_IsRefused_AndLeftAlone()
    {
        using var home = await SoundHome.Make();
        File.WriteAllText(home["file"], "mine");
        foreach (var place in new[] { home["file"], home.Home.Folder, Path.Combine(home.Home.Folder, "copy"), Path.Combine(home["file"], "copy") })
        {
            var ran = await CommandLine.Sweep("db", "backup", place, "--home", home.Home.Folder);
            Assert.Equal(ExitCode.BadInput, ran.ExitCode);
            Assert.Contains(place, ran.Error, StringComparison.Ordinal);
        }
        Assert.Equal("mine", File.ReadAllText(home["file"]));
    }

    [Fact]
    public async Task ACopy_IsItsOwnersAlone_AndDeletesNothingThatItDidNotMake()
    {
        using var home = await SoundHome.Make();
        Directory.CreateDirectory(home["copy.unfinished"]);
        File.WriteAllText(Path.Combine(home["copy.unfinished"], "mine"), "mine");

        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("db", "backup", home["copy"], "--home", home.Home.Folder)).ExitCode);

        Assert.Equal("mine", File.ReadAllText(Path.Combine(home["copy.unfinished"], "mine")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home["copy"]));
    }

    [Fact]
    public async Task WhoHasTheTokenAlone_GivesANameInTheCoordinatorsFolder()
    {
        using var home = await SoundHome.Make();
        await using var host = await CoordinatorHost.Start(new(home.Home) { Backups = home["kept"] }, Logger.None, CancellationToken.None);
        string[] elsewhere = ["--coordinator", host.Http.ToString(), "--ca", Path.Combine(home.Home.Keys, "ca.crt"), "--token", host.Token, "--home", home["other"]];

        var refused = await CommandLine.Sweep(["db", "backup", home["copy"], .. elsewhere]);
        Assert.Equal(ExitCode.BadInput, refused.ExitCode);
        Assert.Contains($"Backups of this coordinator go into {home["kept"]}", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home["copy"]));

        var named = await CommandLine.Sweep(["db", "backup", "monday", .. elsewhere]);
        Assert.Equal((ExitCode.Done, true), (named.ExitCode, File.Exists(Path.Combine(home["kept"], "monday", "results.db"))));
    }

    [Fact]
    public async Task ADamagedHome_IsNotCopiedInSilence()
    {
        using var home = await SoundHome.Make(segmentBytes: 1200);
        File.Delete(home.Segments[1]);

        var ran = await CommandLine.Sweep("db", "backup", home["copy"], "--home", home.Home.Folder);

        Assert.Equal(ExitCode.BadInput, ran.ExitCode);
        Assert.Contains("The journal is damaged", ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home["copy"]));
    }
}
