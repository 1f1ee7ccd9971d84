using Spectre.Console.Rendering;
using Spectre.Console.Testing;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Rendering;

public class TablesTests
{
    private const double LongestLr = 0.00031622776601683794;

    [Fact]
    public void Running_FitsEightyColumns_WithTheLongestLearningRate()
    {
        var line = Rendered(RunningTable.Of([Running.Run(lr: LongestLr)], 80))[1];

        Assert.True(line.Length <= 80, line);
        Assert.Equal("0.000316228   3/10  ━━──────  1.2500  1.5000  0.6250   1234  42 s     0  box-1:0", line.Trim());
    }

    [Theory]
    [InlineData("No step for 15 seconds.", "stalled")]
    [InlineData("The program ran for longer than its timeout of 2 s.", "timed out")]
    public void AnAttempt_ThatReachedItsTimeout_DidNotStall(string detail, string word) =>
        Assert.Equal(word, AttemptsTable.Words(Sweep.Protocol.Messages.Outcome.TimedOut, detail));

    [Fact]
    public void Share_CountsEpochsAndSteps()
    {
        Assert.Equal(0.25, RunningTable.Share(Running.Run() with { Epoch = 3, Step = 50, Steps = 100 }), 12);
        Assert.Equal(0, RunningTable.Share(Running.Run() with { Epoch = 0, Step = 0, Steps = 0 }));
    }

    [Fact]
    public void Agents_TakeALineForEachSlot()
    {
        var agent = new AgentView(
            "box-1", "box", AgentStatus.Online, [new(0, "cpu", "some processor", Running.Run(lr: 0.1)), new(1, "cpu", "some processor", null)],
            "0.1.0", new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), null);
        var onGpu = agent with { Slots = [new(0, "cuda:0", "some GPU", null) { Gpu = new(8123, 15360, 61) }] };

        var lines = Rendered(AgentsTable.Of([agent], 80));

        Assert.Equal(3, lines.Length);
        Assert.Contains("digits lr 0.1 epoch 3/10", lines[1], StringComparison.Ordinal);
        Assert.Contains("idle", lines[2], StringComparison.Ordinal);
        Assert.Contains("7.93 GiB of 15.00 GiB, 61 °C", Rendered(AgentsTable.Of([onGpu], 200))[1], StringComparison.Ordinal);
        Assert.DoesNotContain("gpu", Rendered(AgentsTable.Of([agent], 200))[0], StringComparison.Ordinal);
    }

    private static string[] Rendered(IRenderable table)
    {
        using var console = new TestConsole().Width(200);
        console.Write(table);
        return [.. console.Lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }
}
