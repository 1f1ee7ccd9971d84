using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>Questions to a home that no coordinator holds.</summary>
public sealed class CommandsOnAFolderTests : IDisposable
{
    private readonly WrittenHome home = WrittenHome.Complete();

    [Fact]
    public async Task Best_TellsTheWinner() => Assert.Equal(
        """
        best of grid: valAccuracy 0.7500 after epoch 3
          lr 0.001, epochs 3, weightDecay 0.001, batchSize 8, seed 0
          6 trials: 4 completed, 2 diverged
        """, string.Join('\n', (await Out("best")).Split('\n').Take(3)));

    [Fact]
    public async Task Best_NamesABetterTrialThatWasRemovedFromTheGrid()
    {
        using var home = WrittenHome.Shrunk();
        var ran = await CommandLine.Sweep("best", "--home", home.Home.Folder);
        var words = string.Join(' ', ran.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("best of grid: valAccuracy 0.2500 after epoch 1", words, StringComparison.Ordinal);
        Assert.Contains("A configuration that was removed from the grid did better: lr 0.001, epochs 3, weightDecay 0.001, batchSize 8, valAccuracy 0.7500, trial ef93f65db4a5e9ae;", words, StringComparison.Ordinal);
        Assert.Contains("cost 7.5 s of device time on a processor", words, StringComparison.Ordinal);
        var results = await CommandLine.Sweep("results", "--removed", "--agg", "sum(ownSeconds), sum(seconds)", "--format", "csv", "--home", home.Home.Folder);
        Assert.Equal("sum(ownSeconds),sum(seconds)\r\n7.5,16.5\r\n", results.Out);
    }

    [Fact]
    public async Task Best_AsJson_IsOneDocument()
    {
        using var best = JsonDocument.Parse(await Out("best", "grid", "--json"));

        Assert.Equal(0.75, best.RootElement.GetProperty("value").GetDouble());
        Assert.Equal(2, best.RootElement.GetProperty("trials").GetProperty("diverged").GetInt32());
    }

    [Fact]
    public async Task Results_AreBestFirst_AndDivergedOnesLast()
    {
        var lines = (await Out("results", "--format", "csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("trial,state,lr,epochs,weightDecay,batchSize,seed,trainLoss,valLoss,valAccuracy,bestEpoch,", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["completed,0.001,3", "completed,0.001,2", "completed,0.001,1", "completed,0.01,1", "diverged,0.01,2", "diverged,0.01,3"],
            lines.Skip(1).Select(line => string.Join(',', line.Split(',')[1..4])));
        Assert.Contains(",NaN,NaN,", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_ObeySortAndLimit()
    {
        using var rows = JsonDocument.Parse(await Out("results", "--sort", "-valLoss", "--limit", "2", "--format", "json"));

        Assert.Equal([2.625, 2.25], rows.RootElement.EnumerateArray().Select(row => row.GetProperty("valLoss").GetDouble()));
    }

    [Theory]
    [InlineData("results", "--where", "lr > 5")]
    [InlineData("results", "--where", "lr > 5", "--format", "csv")]
    [InlineData("query", "SELECT lr FROM trials WHERE lr > 5")]
    [InlineData("query", "SELECT lr FROM trials WHERE lr > 5", "--json")]
    public async Task EmptyAnswer_SaysSo(params string[] question)
    {
        var ran = await Sweep(question);

        Assert.Equal((ExitCode.Done, "The answer is empty: nothing fulfils the question.\n"), (ran.ExitCode, ran.Error));
    }

    [Fact]
    public async Task Answers_GoIntoFiles_AndParquetNowhereElse()
    {
        Assert.Equal(new Ran(ExitCode.BadInput, "", "--format parquet is no text: name the file to write with --out.\n"), await Sweep("results", "--format", "parquet"));

        foreach (var file in new[] { "x.parquet", "x.csv", "x.md", "x.json" })
            foreach (var question in new string[][] { ["results", "--sort", "lr"], ["query", "SELECT $ FROM epochs"] })
            {
                Assert.Equal(home[file] + "\n", await Out([.. question, "--out", home[file]]));
                Assert.NotEmpty(File.ReadAllBytes(home[file]));
            }
        Assert.Equal("PAR1"u8, File.ReadAllBytes(home["x.parquet"]).AsSpan()[..4]);
        Assert.Equal(ExitCode.BadInput, (await Sweep("results", "--out", home["x.txt"])).ExitCode);
        Assert.Equal(ExitCode.BadInput, (await Sweep("results", "grid", "--all")).ExitCode);
    }

    [Fact]
    public async Task Plot_OfOneTrial_IsForCurvesOnly()
    {
        Assert.Equal(home["one.png"] + "\n", await Out("plot", "curves", "--trial", "best", "--out", home["one.png"]));
        Assert.Equal(home["two.svg"] + "\n", await Out("plot", "curves", "--trial", "ef93", "--out", home["two.svg"]));
        Assert.Contains("Loss of trial ef93", await File.ReadAllTextAsync(home["two.svg"]), StringComparison.Ordinal);
        Assert.Equal(
            new Ran(ExitCode.BadInput, "", "--trial is for learning curves, and 'heatmap' shows all trials; write sweep plot curves --trial best, or leave it out.\n"),
            await Sweep("plot", "heatmap", "--trial", "best", "--out", home["x.svg"]));
        Assert.Equal(ExitCode.BadInput, (await Sweep("plot", "curves", "--trial", "zz", "--out", home["x.svg"])).ExitCode);
    }

    [Fact]
    public async Task Compare_TakesBestForTheWinner() => Assert.Contains("A ef93f65db4a5e9ae", await Out("compare", "best", "ef93"), StringComparison.Ordinal);

    [Fact]
    public async Task Compare_PutsTwoTrialsSideBySide()
    {
        var lines = (await Out("compare", "ef93", new Hyperparameters(0.01, 3, 1e-3, 8, 0).TrialOf("grid").Value)).Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();

        Assert.Contains("lr 0.001 0.01 +0.009", lines);
        Assert.Contains("state completed diverged", lines);
    }

    [Fact]
    public async Task Export_OfAnUnknownSweep_IsBadInput_AndWritesNothing()
    {
        Assert.Equal(ExitCode.BadInput, (await Sweep("export", "csv", "gird", "--out", home["out"])).ExitCode);
        Assert.False(Directory.Exists(home["out"]));
    }

    [Fact]
    public async Task Status_ShowsTheSweep_AndThatNobodyIsLive()
    {
        var status = await Out("status");

        Assert.Contains("grid   complete     6/6", status, StringComparison.Ordinal);
        Assert.Contains("No coordinator is running for this home", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_AreListed_WithTheirSlots()
    {
        var lines = (await Out("agents")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, lines.Length);
        Assert.StartsWith("box-1", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownSweep_IsBadInput() => Assert.Equal(
        new Ran(ExitCode.BadInput, "", "There is no sweep 'gird' in this home: it has 'grid'.\n"), await Sweep("best", "gird"));

    [Fact]
    public async Task MissingHome_IsBadInput_AndIsNotMade()
    {
        var ran = await CommandLine.Sweep("status", "--home", home["nowhere"]);

        Assert.Equal(ExitCode.BadInput, ran.ExitCode);
        Assert.Equal($"There is no home folder {home["nowhere"]} yet: start a sweep with 'sweep run FILE', or name another folder with --home.\n", ran.Error);
        Assert.False(Directory.Exists(home["nowhere"]));
    }

    [Fact]
    public async Task HomeHeldByAProcessThatDoesNotAnswer_IsExitCodeThree()
    {
        using var held = HomeLock.Take(home.Home);
        using var interruption = new Interruption();
        using var terminal = new CapturedTerminal();
        var hasty = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(1) };

        var code = await SweepCommandLine.Run(["best", "--home", home.Home.Folder], new Shell(terminal.For, interruption, hasty));

        Assert.Equal(ExitCode.NoCoordinator, code);
        Assert.Contains("is in use by process", terminal.Error.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteSweep_RunAgain_TrainsNothing()
    {
        var ran = await Sweep("run", home.SweepPath, "--no-agent");

        Assert.Equal(ExitCode.Done, ran.ExitCode);
        Assert.StartsWith("sweep grid is complete (6 trials): nothing to train\nbest of grid: valAccuracy 0.7500", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_SaysWhenNothingWasInterrupted()
    {
        var ran = await Sweep("resume", "--no-agent");

        Assert.Equal(new Ran(ExitCode.Done, "Nothing was interrupted: no sweep of this home has anything left to train.\n", ""), ran);
    }

    [Fact]
    public async Task Cancel_OfACompleteSweep_SaysSo_AndChangesNothing()
    {
        Assert.Equal("grid is complete: nothing is left to cancel.\n", await Out("cancel", "grid"));
        Assert.Contains("complete", await Out("status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_AsksWhatToTryAgain()
    {
        Assert.Equal(ExitCode.BadInput, (await Sweep("retry")).ExitCode);
        Assert.Equal("grid has no failed trials.\n", await Out("retry", "--failed"));
    }

    [Fact]
    public async Task InterruptedSweep_IsCancelled_AndSaysSo()
    {
        using var interrupted = WrittenHome.Interrupted();

        var cancelled = await CommandLine.Sweep("cancel", "grid", "--home", interrupted.Home.Folder);
        var status = await CommandLine.Sweep("status", "--home", interrupted.Home.Folder);

        Assert.Equal(new Ran(ExitCode.Done, "grid is cancelled; `sweep resume grid` continues it.\n", ""), cancelled);
        Assert.Contains("grid   cancelled", status.Out, StringComparison.Ordinal);
    }

    public void Dispose() => home.Dispose();

    private Task<Ran> Sweep(params string[] arguments) => CommandLine.Sweep([.. arguments, "--home", home.Home.Folder]);

    private async Task<string> Out(params string[] arguments)
    {
        var ran = await Sweep(arguments);
        Assert.Equal((ExitCode.Done, ""), (ran.ExitCode, ran.Error));
        return ran.Out;
    }
}
