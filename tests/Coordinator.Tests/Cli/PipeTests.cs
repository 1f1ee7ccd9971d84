using Spectre.Console;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Cli.Rendering;

namespace Sweep.Coordinator.Tests.Cli;

public class PipeTests
{
    [Fact]
    public void WhereNobodyLooks_NothingIsLeftOutOrBroken()
    {
        using var pipe = new StringWriter();
        var console = Terminal.Sized(AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(pipe) }));

        console.Write(RunningTable.Of([Running.Run() with { Agent = new string('a', 300) }], console.Profile.Width));

        var lines = pipe.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(new string('a', 300), lines[1], StringComparison.Ordinal);
        Assert.Contains("decay", lines[0], StringComparison.Ordinal);
    }
}
