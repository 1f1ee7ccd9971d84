using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Verification;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Upkeep;

public sealed class RebuildCommandTests
{
    [Fact]
    public async Task AWrongDatabase_IsMadeAnew_AndVerifies()
    {
        using var home = await SoundHome.Make();
        using (var database = ResultsFile.Open(home.Home.ResultsDatabase))
            database.GetCollection(Schema.Trials).DeleteAll();
        Assert.Equal(ExitCode.FailedTrials, (await CommandLine.Sweep("verify", "--home", home.Home.Folder)).ExitCode);

        var rebuilt = await CommandLine.Sweep("db", "rebuild", "--home", home.Home.Folder);

        Assert.Equal(new Ran(ExitCode.Done, $"{home.Home.ResultsDatabase} is made anew from the 17 entries of the journal.\n", ""), rebuilt);
        var verified = await CommandLine.Sweep("verify", "--home", home.Home.Folder);
        Assert.Equal(ExitCode.Done, verified.ExitCode);
        Assert.DoesNotContain("note:", verified.Out, StringComparison.Ordinal);
        Assert.Equal(["results.db"], Directory.GetFiles(home.Home.Folder, "*.db").Select(Path.GetFileName));
    }

    [Fact]
    public async Task WhileACoordinatorRuns_ItIsRefused()
    {
        using var home = await SoundHome.Make();
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);

        foreach (var command in new[] { "rebuild", "recover" })
        {
            var ran = await CommandLine.Sweep("db", command, "--home", home.Home.Folder);
            Assert.Equal(ExitCode.BadInput, ran.ExitCode);
            Assert.Contains($"is in use by process {Environment.ProcessId}", ran.Error, StringComparison.Ordinal);
        }
    }
}
