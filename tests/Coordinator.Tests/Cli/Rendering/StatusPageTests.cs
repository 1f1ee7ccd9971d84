using Spectre.Console.Testing;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Tests.Cli.Rendering;

/// <summary>A lab with everything in it: two sweeps, two agents of long names, one in quarantine, one offline, failures.</summary>
public class StatusPageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ForecastView Forecast = new(160, 187, 230, "34 measured epochs, 4 slots");

    [Theory]
    [InlineData(60, 16)]
    [InlineData(80, 24)]
    [InlineData(200, 50)]
    public void ThePage_FitsTheTerminal_AndHasTheFigures(int width, int height)
    {
        var lines = Lines(LiveWatchPage.Page(null, Lab(slots: 100, sweeps: 30), Noon, width, height), width);

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.InRange(lines.Count, height - 5, height);
        var page = string.Join('\n', lines).ReplaceLineEndings(" ");
        foreach (var said in new[] { "digits", "running", "5/36", "3:07 min (2:40 – 3:50 min)", $"at {Times.Soon(Noon.AddSeconds(187), today: true)}", "34 measured epochs", "1 agent online, 1 offline, 1 quarantined; 100 of 102 slots", "1234 img/s", "12.3", "0.001", "3/10", "0.6250", "more slots", "more sweeps", "is in quarantine", "crashed, " })
            Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFailure_IsToldWhole_WhereThereIsNoHeight()
    {
        var lines = Lines(StatusPage.Of(Lab(slots: 2, sweeps: 1), 80, wrap: false), 80);

        Assert.Contains("2:00 min ago  box-1:0  lr 0.01 seed 2  crashed, given up after 3 attempts: The trainer ended with signal 9, and these were its last words: out of luck, out of memory.", lines);
        Assert.Contains(lines, line => line.StartsWith("box-2 is in quarantine: 3 different runs in a row failed", StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutACoordinator_ItSaysSo_AndWhatWentWrong()
    {
        var lab = Lab(slots: 0, sweeps: 1) with { Live = false };
        var interrupted = lab with { Sweeps = [lab.Sweeps[0] with { State = SweepStatus.Interrupted }] };
        var lines = Lines(StatusPage.Of(interrupted, 80, wrap: false), 80);
        var page = string.Join('\n', lines);

        Assert.Contains("No coordinator is running for this home; `sweep resume` continues what was interrupted.", lines);
        Assert.Contains("crashed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Done in about", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SweepStatus.Complete)]
    [InlineData(SweepStatus.Failed)]
    [InlineData(SweepStatus.Cancelled)]
    public void WhereNothingWasInterrupted_NothingIsToBeContinued(SweepStatus state)
    {
        var lab = Lab(slots: 0, sweeps: 1) with { Live = false };
        var ended = lab with { Sweeps = [lab.Sweeps[0] with { State = state }] };

        Assert.Contains("No coordinator is running for this home.", Lines(StatusPage.Of(ended, 80, wrap: false), 80));
    }

    [Fact]
    public void WhatIsMissing_IsToldOnce()
    {
        var lab = Lab(slots: 2, sweeps: 1);
        const string missing = "CIFAR-10 is not in /data: fetch it with `sweep data fetch`.";
        var sweep = lab.Sweeps[0] with { Waiting = $"digits waits: no agent that is here has its data. Agent box-1: {missing}" };
        var page = string.Join('\n', Lines(
            StatusPage.Of(lab with { Sweeps = [sweep], Failures = [lab.Failures[0] with { Detail = missing }] }, 80, wrap: false), 80));

        Assert.Equal(2, page.Split("CIFAR-10 is not in").Length);
    }

    [Fact]
    public void TheLastWords_StandWhereTheyAreAnnounced()
    {
        var lab = Lab(slots: 2, sweeps: 1);
        const string told = "The trainer ended with signal 9. It said:\nout of luck\nout of memory";
        var lines = Lines(StatusPage.Of(lab with { Failures = [lab.Failures[0] with { Detail = told }] }, 80, wrap: false), 80);

        Assert.Contains(lines, line => line.EndsWith("The trainer ended with signal 9. It said: out of luck", StringComparison.Ordinal));
    }

    [Fact]
    public void AForecastWithoutNumbers_SaysWhy() => Assert.Equal(
        "When it will be done is not known: no epoch has been measured yet.", ForecastText.Sentence(new(null, null, null, "no epoch has been measured yet"), Noon));

    [Fact]
    public void ARange_SaysItsUnitOnce_UnlessItHasTwo()
    {
        Assert.Equal("42 s left (40 – 50 s)", ForecastText.Left(new(40, 42, 50, "")));
        Assert.Equal("42 s left (40 s – 1:50 min)", ForecastText.Left(new(40, 42, 110, "")));
        Assert.Equal("", ForecastText.Left(null));
    }

    [Fact]
    public void Waiting_StandsAboveWhatWasKnown()
    {
        var lines = Lines(LiveWatchPage.Page("Waiting for the coordinator of this home.", Lab(2, 1), Noon, 80, 24), 80);

        Assert.Equal($"Waiting for the coordinator of this home. Below is what it said at {Times.Clock(Noon)}.", lines[1]);
    }

    private static StatusView Lab(int slots, int sweeps)
    {
        var run = Running.Run() with { Agent = "box-1" };
        var others = Enumerable.Range(0, sweeps - 1).Select(i => Running.Sweep(completed: 4, name: $"old-{i}") with { State = SweepStatus.Complete });
        return new(
            true,
            [.. others, Running.Sweep(completed: 5, total: 36, epochs: 34) with { Forecast = Forecast }],
            [.. Enumerable.Repeat(run, slots)],
            [
                new("box-1", "box", AgentStatus.Online, [.. Enumerable.Range(0, slots).Select(i => new SlotView(i, "cpu", "a processor", run with { Slot = i }))], "0.1.0", Noon, null),
                new("box-2", "box", AgentStatus.Quarantined, [new(0, "cpu", "a processor", null), new(1, "cpu", "a processor", null)], "0.1.0", Noon, "3 different runs in a row failed on agent box-2 while agent box-1 trains; it gets one run at a time until one succeeds."),
                new("box-3", "box", AgentStatus.Offline, [new(0, "cpu", "a processor", null)], "0.1.0", Noon, null),
            ])
        {
            At = Noon,
            Forecast = Forecast,
            Throughput = new(1234, 12.3),
            Failures = [.. Enumerable.Range(2, 6).Select(minutes => new FailureView(
                Noon.AddMinutes(-minutes), "digits", new("0011223344556677"), new(0.01, 1e-3, 8, 2), "box-1", 0, 3, Outcome.TrainerCrashed,
                "The trainer ended with signal 9, and these were its last words: out of luck, out of memory.\nmore words", TrialState.Failed))],
        };
    }

    private static List<string> Lines(Spectre.Console.Rendering.IRenderable page, int width)
    {
        using var console = new TestConsole().Width(width);
        console.Write(page);
        return [.. console.Output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }
}
