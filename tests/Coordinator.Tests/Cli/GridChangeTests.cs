using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>A sweep file that takes trials with results out of the grid: nothing of it goes by without a word.</summary>
public sealed class GridChangeTests : IDisposable
{
    private const string Question =
        "This would take 3 of 6 trials of sweep 'grid' out of its grid although they have results (0 added, 3 kept, 3 removed; results stay in the database).";

    private readonly WrittenHome home = WrittenHome.Complete();

    public GridChangeTests() => File.WriteAllText(home["less.yaml"], WrittenHome.SweepFileText.Replace("[0.001, 0.01]", "0.001", StringComparison.Ordinal));

    private Task<Ran> Run(params string[] more) => CommandLine.Sweep(["run", home["less.yaml"], "--no-agent", "--home", home.Home.Folder, .. more]);

    private async Task<int> TrialsInTheGrid() =>
        JsonDocument.Parse((await CommandLine.Sweep("results", "--format", "json", "--home", home.Home.Folder)).Out).RootElement.GetArrayLength();

    [Fact]
    public async Task AScript_IsRefused_UntilItSaysYes()
    {
        var refused = await Run();

        Assert.Equal((ExitCode.BadInput, $"{Question} Nothing was changed: to go on run it with --yes, or give the new grid another name.\n"), (refused.ExitCode, refused.Error));
        Assert.Equal(6, await TrialsInTheGrid());

        var done = await Run("--yes");

        Assert.Equal((ExitCode.Done, ""), (done.ExitCode, done.Error));
        Assert.Equal(3, await TrialsInTheGrid());
    }

    [Fact]
    public async Task ASpaceChangedByAnOption_IsAnotherGridOfTheSameSweep_AndItsSourceSaysSo()
    {
        File.WriteAllText(home["same.yaml"], WrittenHome.SweepFileText);
        Task<Ran> With(string set, params string[] more) =>
            CommandLine.Sweep(["run", home["same.yaml"], "--set", set, "--no-agent", "--home", home.Home.Folder, .. more]);

        Assert.Equal($"{Question} Nothing was changed: to go on run it with --yes, or give the new grid another name.\n", (await With("lr=0.001")).Error);
        Assert.Equal(ExitCode.Done, (await With("lr=0.001", "--yes")).ExitCode);
        Assert.Equal(3, await TrialsInTheGrid());

        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        using var client = new Coordinator.Http.HttpCoordinator(host.Address);
        var record = await client.Record("grid", CancellationToken.None);
        Assert.StartsWith("# Changed by --set lr=0.001\n", record.Source, StringComparison.Ordinal);
        Assert.Equal(record.Spec, SweepFile.Parse(record.Source, "source.yaml"));

        // The file's own grid again: what it has results for is there.
        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("run", home["same.yaml"], "--no-agent", "--home", home.Home.Folder)).ExitCode);
        Assert.Equal(6, await TrialsInTheGrid());
    }

    [Theory]
    [InlineData('y', ExitCode.Done, 3)]
    [InlineData('n', ExitCode.BadInput, 6)]
    [InlineData('\r', ExitCode.BadInput, 6)]
    public async Task APerson_IsAskedForAKey(char key, int exitCode, int left)
    {
        using var interruption = new Interruption();
        using var terminal = new CapturedTerminal();
        var asked = 0;
        var shell = new Shell(terminal.For, interruption, TimeProvider.System)
        {
            Keyboard = _ =>
            {
                asked++;
                return Task.FromResult(key);
            },
        };

        Assert.Equal(exitCode, await SweepCommandLine.Run(["run", home["less.yaml"], "--no-agent", "--home", home.Home.Folder], shell));

        Assert.Equal(1, asked);
        Assert.StartsWith($"{Question} Go on? y or n\n", terminal.Error.Output, StringComparison.Ordinal);
        Assert.Equal(left, await TrialsInTheGrid());
    }

    [Fact]
    public async Task OverHttp_TheCoordinatorAsks_AndProgramsThatKnowNoQuestionGoOn()
    {
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);

        Assert.Equal((ExitCode.BadInput, $"{Question} Nothing was changed: to go on run it with --yes, or give the new grid another name.\n"), (await Run()) is var r ? (r.ExitCode, r.Error) : default);

        using var client = new Coordinator.Http.HttpCoordinator(host.Address);
        var spec = Experiments.Sweeps.SweepFile.Parse(File.ReadAllText(home["less.yaml"]), "less.yaml");
        Assert.Equal(Question, (await Assert.ThrowsAsync<Sweep.Reporting.Answers.UnconfirmedException>(() => client.Submit(spec, "", false, CancellationToken.None))).Message);
        Assert.Equal(3, (await client.Submit(spec, "", CancellationToken.None)).RemovedResults);
    }

    [Fact]
    public async Task Plan_SaysWhatItChanges_OfAFolderAndOfALiveCoordinator()
    {
        const string Says = "grid is known here: 3 trials done, 0 added, 3 kept, 3 removed; 0 epochs to train. 3 of the removed have results: run asks before.\n";
        string[] plan = ["plan", home["less.yaml"], "--home", home.Home.Folder];

        Assert.EndsWith(Says, (await CommandLine.Sweep(plan)).Out, StringComparison.Ordinal);
        using var document = JsonDocument.Parse((await CommandLine.Sweep([.. plan, "--json"])).Out);
        Assert.Equal(3, document.RootElement.GetProperty("known").GetProperty("removedResults").GetInt32());

        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        Assert.EndsWith(Says, (await CommandLine.Sweep(plan)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OfASweepThatIsNotThere_SaysNothingOfIt() =>
        Assert.DoesNotContain("known", (await CommandLine.Sweep("plan", "--lr", "1", "--epochs", "1", "--dataset", "shapes10", "--home", home.Home.Folder)).Out, StringComparison.Ordinal);

    public void Dispose() => home.Dispose();
}
