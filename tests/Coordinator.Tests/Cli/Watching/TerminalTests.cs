using System.Diagnostics;
using System.Text.RegularExpressions;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;
using Sweep.Suite;

namespace Sweep.Coordinator.Tests.Cli.Watching;

/// <summary>The program itself in a pseudo terminal, as a person has it before them. <c>script</c> is part of every Debian.</summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed partial class TerminalTests : IDisposable
{
    private const string ControlC = "\u0003";
    private const string NewFrame = "\e[H";
    private const string OtherScreen = "\e[?1049h";
    private const string OwnScreenAndCursor = "\e[?25h\e[?1049l";

    private readonly WrittenHome home = WrittenHome.Interrupted();

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    public async Task Watch_FitsTheTerminal_EndsAtControlC_AndLeavesTerminalAndCoordinatorAlone(int columns)
    {
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        using var terminal = Open(columns, rows: 20, "watch");

        var seen = await Until(terminal, @"at work[\s\S]*\e\[J");
        var page = Codes().Replace(seen.Split(NewFrame)[1], "");
        await terminal.StandardInput.WriteAsync(ControlC);
        await terminal.StandardInput.FlushAsync();
        seen += await terminal.StandardOutput.ReadToEndAsync();
        await terminal.WaitForExitAsync();

        Assert.Equal(ExitCode.Interrupted, terminal.ExitCode);
        Assert.Contains(OtherScreen, seen, StringComparison.Ordinal);
        Assert.Contains(OwnScreenAndCursor, seen, StringComparison.Ordinal);
        Assert.All(page.Split("\r\n"), line => Assert.True(line.Length <= columns, line));
        foreach (var figure in new[] { "grid", "running", "1/6", "1/6", "0.2500", "2 of 2 slots at work" })
            Assert.Contains(figure, page, StringComparison.Ordinal);
        Assert.True((await host.Coordinator.Status(CancellationToken.None)).Live);
    }

    [Fact]
    public async Task Status_FitsTheTerminal()
    {
        using var terminal = Open(80, rows: 24, "status");

        var seen = Codes().Replace(await terminal.StandardOutput.ReadToEndAsync(), "");

        Assert.All(seen.Split("\r\n"), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("interrupted", seen, StringComparison.Ordinal);
    }

    public void Dispose() => home.Dispose();

    private Process Open(int columns, int rows, string command)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "sweep.dll");
        // Whoever starts the tests in the background ignores Ctrl-C, and every child would inherit that.
        var start = new ProcessStartInfo("env",
        [
            "--default-signal=INT,QUIT,HUP,TERM", "script", "--quiet", "--return", "--command",
            $"stty cols {columns} rows {rows}; exec dotnet '{program}' {command} --home '{home.Home.Folder}'", "/dev/null",
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        return Process.Start(start)!;
    }

    private static async Task<string> Until(Process terminal, string pattern)
    {
        var (seen, buffer) = ("", new char[4096]);
        while (!Regex.IsMatch(seen, pattern))
        {
            var read = await terminal.StandardOutput.ReadAsync(buffer);
            Assert.True(read > 0, seen);
            seen += new string(buffer, 0, read);
        }
        return seen;
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Codes();
}
