using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>A grid is handed in, and the command is over.</summary>
public sealed class SubmitCommandTests : IDisposable
{
    private readonly WrittenHome home = WrittenHome.Interrupted();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task ALiveCoordinator_TakesTheSweep_AndThePersonIsToldHowItGoesOn()
    {
        await using var host = await CoordinatorHost.Start(new(home.Home) { ComesBack = true }, Logger.None, CancellationToken.None);
        File.WriteAllText(home["second.yaml"], WrittenHome.SweepFileText.Replace("name: grid", "name: second", StringComparison.Ordinal));

        var ran = await CommandLine.Sweep("submit", home["second.yaml"], "--home", home.Home.Folder);

        Assert.Equal(
            new Ran(ExitCode.Done, """
                Sweep second: 6 trials in 2 runs, 6 epochs instead of 12 (sharing saves 50 %).
                second: 6 trials, 6 epochs to train
                No agent is here; training begins when one joins.
                Next: `sweep watch second`, `sweep wait second`, or `sweep cancel second`.

                """, ""), ran);
        Assert.Equal("second", (await host.Coordinator.Ask(new Sweep.Coordinator.Questions.StatusNow(), CancellationToken.None)).Sweeps[0].Name);

        Assert.Equal(
            new Ran(ExitCode.Done, "third\n", ""),
            await CommandLine.Sweep(
                "submit", "--name", "third", "--lr", "1e-3", "--epochs", "1", "--model", "simulated", "--dataset", "shapes10", "--quiet",
                "--coordinator", host.Http.ToString(), "--token-file", TokenFile(host),
                "--ca", Path.Combine(home.Home.Keys, "ca.crt")));
        var json = await CommandLine.Sweep("submit", home["second.yaml"], "--json", "--home", home.Home.Folder);
        Assert.Equal(0, JsonDocument.Parse(json.Out).RootElement.GetProperty("newTrials").GetInt32());
    }

    private string TokenFile(CoordinatorHost host)
    {
        File.WriteAllText(home["token"], host.Token);
        return home["token"];
    }

    [Fact]
    public async Task ACoordinatorOfARun_IsSaidToEndWithIt_AndTrialsWithResultsAreAskedAbout()
    {
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        Assert.Contains(
            "The coordinator belongs to a `sweep run` and ends with it",
            (await CommandLine.Sweep("submit", home.SweepPath, "--home", home.Home.Folder)).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);

        File.WriteAllText(home.SweepPath, WrittenHome.SweepFileText.Replace("[1, 2, 3]", "[2, 3]", StringComparison.Ordinal));
        var refused = await CommandLine.Sweep("submit", home.SweepPath, "--home", home.Home.Folder);
        Assert.Equal(ExitCode.BadInput, refused.ExitCode);
        Assert.Contains("run it with --yes", refused.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("submit", home.SweepPath, "--yes", "--home", home.Home.Folder)).ExitCode);
    }

    [Fact]
    public async Task WithoutACoordinator_NobodyTakesIt_AndThatIsExitCodeThree()
    {
        var ran = await CommandLine.Sweep("submit", home.SweepPath, "--home", home.Home.Folder);

        Assert.Equal((ExitCode.NoCoordinator, ""), (ran.ExitCode, ran.Out));
        Assert.Contains("start one with `sweep serve`, name one with --coordinator, or train it here with `sweep run`.", ran.Error, StringComparison.Ordinal);
    }
}
