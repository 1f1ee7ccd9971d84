using Spectre.Console;
using Spectre.Console.Testing;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Tests;
using Rows = Sweep.Reporting.Tests.Rows;

namespace Sweep.Coordinator.Tests.Cli.Watching;

/// <summary>The redrawn screens, as a terminal shows them.</summary>
public sealed class EmulatedTerminalTests
{
    private const int Height = 24;
    private const int Looks = 300;

    private readonly Random random = new(1);
    private int ended;

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    [InlineData(200)]
    public Task LiveTable_LeavesNoLitter_InALongSession(int columns) => Session(columns, 40, _ => columns);

    /// <summary>A table that is still on the screen after its lines were broken: what a terminal scrolls away nobody can take back.</summary>
    [Fact]
    public Task LiveTable_LeavesNoLitter_WhenTheTerminalIsResized() => Session(100, 5, now => random.Next(4) == 0 ? random.Next(60, 120) : now);

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Summary_IsOneLine(int columns)
    {
        var terminal = new TerminalEmulator(columns, Height);
        var sweep = Running.Sweep(completed: 1_000, total: 100_000, name: new string('n', 25)) with { Forecast = new(160, 187, 230, "12 measured epochs and 2 slots") };

        await LiveScreen.While(Console(terminal), screen =>
        {
            screen.Show(new([sweep with { Trials = sweep.Trials with { Diverged = 12, Failed = 3 } }], [], []));
            return Task.FromResult(true);
        });

        var line = Assert.Single(terminal.Shown);
        Assert.StartsWith($"{new string('n', 25)}: 1,015/", line, StringComparison.Ordinal);
        Assert.False(terminal.CursorHidden);
    }

    [Fact]
    public async Task Sentence_StandsAboveTheTable_AndAFailureLeavesTheCursor()
    {
        var terminal = new TerminalEmulator(80, Height);

        await Assert.ThrowsAsync<InvalidDataException>(() => LiveScreen.While<bool>(Console(terminal), screen =>
        {
            screen.Show(new([Running.Sweep()], [Running.Run()], []));
            screen.Say("warning: \e[2Jwords of an agent");
            throw new InvalidDataException();
        }));

        Assert.Equal(@"warning: \e[2Jwords of an agent", terminal.Shown[0]);
        Assert.StartsWith("digits: 0/4 trials", terminal.Shown[1], StringComparison.Ordinal);
        Assert.False(terminal.CursorHidden);
    }

    [Fact]
    public void WatchPage_IsRedrawnInPlace_AtEveryWidth()
    {
        var terminal = new TerminalEmulator(120, Height);
        var console = Console(terminal);
        terminal.Write("before\n");
        using (var screen = new FullScreen(console))
        {
            for (var look = 0; look < Looks; look++)
            {
                var status = new StatusView(
                    true,
                    [.. Enumerable.Range(0, random.Next(1, 40)).Select(i => Running.Sweep(completed: random.Next(4), name: $"sweep-{i}"))],
                    [],
                    [.. Enumerable.Range(0, random.Next(5)).Select(i => new AgentView(
                        $"box-{i}", "box", AgentStatus.Online, [new(0, "cpu", "a processor", Running.Run(random.NextDouble())), new(1, "cpu", "a processor", null)], "0.1.0", DateTimeOffset.UnixEpoch, null))])
                { At = DateTimeOffset.UnixEpoch };
                var page = LiveWatchPage.Page(look % 7 == 0 ? "Waiting for the coordinator of this home." : null, status, DateTimeOffset.UnixEpoch, screen.Width, screen.Height);

                screen.Draw(page);

                Assert.Equal(Expected(console, page), terminal.Shown);
                Assert.True(terminal.Shown.Count <= Height);
                terminal.Resize(console.Profile.Width = random.Next(30, 160));
            }
        }
        Assert.Equal(["before"], terminal.Shown);
    }

    private async Task Session(int columns, int most, Func<int, int> next)
    {
        var terminal = new TerminalEmulator(columns, Height);
        var console = Console(terminal);
        var ended = new List<string>();

        await LiveScreen.While(console, screen =>
        {
            for (var look = 0; look < Looks; look++)
            {
                var now = Next(most);
                screen.Show(now);
                ended.AddRange(now.Finished.Select(trial => ProgressText.Finished(trial, now.Differing)));

                Assert.True(terminal.CursorHidden);
                Assert.Equal([.. ended, .. Expected(console, LiveScreen.Picture(now, console.Profile.Width, Height))], terminal.Sentences);
                if (next(terminal.Columns) is var width && width != terminal.Columns)
                    terminal.Resize(console.Profile.Width = width);
            }
            return Task.FromResult(true);
        });
        Assert.False(terminal.CursorHidden);
    }

    /// <summary>Tables of all sizes, numbers of all lengths, one sweep or two.</summary>
    private WatchedProgress Next(int most) => new(
        [.. Enumerable.Range(0, random.Next(1, 3)).Select(i => Running.Sweep(completed: random.Next(100_000), total: 100_000, name: $"sweep-{i}") with
        {
            Forecast = random.Next(2) == 0 ? null : new(160, 187, 86_400 * random.Next(1, 100), "12 measured epochs and 2 slots"),
        })],
        [.. Enumerable.Range(0, random.Next(most)).Select(_ => Running.Run(lr: Math.Round(random.NextDouble(), random.Next(1, 15))))],
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => Rows.Completed($"t{ended++}", random.NextDouble()).With("lr", random.NextDouble()))]);

    private static List<string> Expected(IAnsiConsole console, Spectre.Console.Rendering.IRenderable page)
    {
        using var paper = new TestConsole().Width(console.Profile.Width);
        paper.Write(page);
        var lines = paper.Output.Split('\n').Select(line => line.TrimEnd()).Take(Height).ToList();
        return lines[..(lines.FindLastIndex(line => line.Length > 0) + 1)];
    }

    private static IAnsiConsole Console(TerminalEmulator terminal)
    {
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(terminal) });
        (console.Profile.Width, console.Profile.Height) = (terminal.Columns, terminal.Rows);
        return console;
    }
}
