using System.Text;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>What was printed, of a folder and of a live coordinator.</summary>
public sealed class LogsCommandTests : IDisposable
{
    private readonly WrittenHome home = WrittenHome.Complete();

    public LogsCommandTests() => new RunLogs(home.Home.RunLogs).Append(1, Encoding.UTF8.GetBytes("epoch 1\n\e[31mred\n"));

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task TheLogOfATrial_IsPrinted_WithoutWhatATerminalWouldObey()
    {
        var ran = await CommandLine.Sweep("logs", "best", "--home", home.Home.Folder);
        Assert.Equal((ExitCode.Done, "epoch 1\n\\e[31mred\n"), (ran.ExitCode, ran.Out));

        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        var live = await CommandLine.Sweep("logs", "best", "--attempt", "1", "--follow", "--home", home.Home.Folder);
        Assert.Equal((ExitCode.Done, ran.Out), (live.ExitCode, live.Out));
    }

    [Fact]
    public async Task AnAttemptThatThereIsNot_IsOneSentence()
    {
        var ran = await CommandLine.Sweep("logs", "best", "--attempt", "7", "--home", home.Home.Folder);
        Assert.Equal(ExitCode.BadInput, ran.ExitCode);
        Assert.Contains("has 1 attempt, numbered from 1 to 1.", ran.Error, StringComparison.Ordinal);
    }
}
