using Microsoft.Extensions.Time.Testing;
using Spectre.Console.Testing;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Rows = Sweep.Reporting.Tests.Rows;

namespace Sweep.Coordinator.Tests.Cli.Watching;

public sealed class ScreensTests : IDisposable
{
    private readonly TestConsole console = new TestConsole().Width(80);
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Plain_SaysALineForEachEndedTrial_AndNothingElseYet()
    {
        var screen = new PlainScreen(console, clock);

        screen.Show(new([Running.Sweep()], [Running.Run()], [Rows.Completed("a", 0.75), Rows.Pending("b") with { State = Experiments.Trials.TrialState.Failed, Cause = "The trainer crashed." }]));

        Assert.Equal(
            """
            completed lr 0.001 epochs 3 seed 0: train 1.2500 val 1.5000 acc 0.7500 in 13 s
            failed    lr 0.001 epochs 3 seed 0: The trainer crashed.

            """, console.Output);
    }

    [Fact]
    public void Plain_SaysNowAndThen_WhereTheWholeStands()
    {
        var screen = new PlainScreen(console, clock);
        clock.Advance(PlainScreen.Interval);

        screen.Show(new([Running.Sweep(completed: 1, epochs: 3) with { Forecast = new(160, 187, 230, "12 measured epochs and 2 slots") }], [Running.Run()], []));
        screen.Show(new([Running.Sweep(completed: 1, epochs: 3) with { Forecast = new(160, 187, 230, "12 measured epochs and 2 slots") }], [Running.Run()], []));

        Assert.Equal(
            "digits: 1/4 trials, 0 diverged, 0 failed, 3/20 epochs, 3:07 min left (2:40 – 3:50 min); training lr 0.001 epoch 3/10 acc 0.6250 1234 img/s\n", console.Output);
    }

    [Fact]
    public void Plain_SaysOnceWhatKeepsAnAgentFromTraining_WhereNothingTrains()
    {
        const string full = "Slot 0 rests: No space left on device. It tries again every 30 s.";
        var screen = new PlainScreen(console, clock);
        AgentView[] agents = [new("box-1", "box-1", AgentStatus.Online, [], "", clock.GetUtcNow(), full)];

        screen.Show(new([Running.Sweep()], [Running.Run()], []) { Agents = agents });
        screen.Show(new([Running.Sweep() with { Waiting = "The data are nowhere." }], [], []) { Agents = agents });
        screen.Show(new([Running.Sweep()], [], []) { Agents = agents });
        screen.Show(new([Running.Sweep()], [], []) { Agents = agents });

        Assert.Equal($"The data are nowhere.\nbox-1: {full}\n", console.Output);
    }

    [Fact]
    public void Live_FitsTheTerminal_HoweverManyRunsThereAre()
    {
        var look = new WatchedProgress([Running.Sweep()], [.. Enumerable.Range(0, 100).Select(_ => Running.Run())], []);

        console.Write(LiveScreen.Picture(look, 80, 24));

        Assert.True(console.Lines.Count <= 24);
        Assert.Contains("and 80 more", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_PutsEndedTrials_AboveTheTable()
    {
        console.EmitAnsiSequences();
        console.Interactive();

        await LiveScreen.While(console, screen =>
        {
            screen.Show(new([Running.Sweep()], [Running.Run()], []));
            screen.Show(new([Running.Sweep(completed: 1)], [Running.Run()], [Rows.Completed("a", 0.75)]));
            return Task.FromResult(true);
        });

        var ended = console.Output.IndexOf("completed lr 0.001", StringComparison.Ordinal);
        Assert.True(ended >= 0);
        Assert.True(ended < console.Output.LastIndexOf("digits: 1/4 trials", StringComparison.Ordinal));
    }

    public void Dispose() => console.Dispose();
}
