using System.Collections.Concurrent;
using Sweep.Coordinator.Drilling.Processes;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Drilling.Processes;

/// <summary>Real processes that end by themselves.</summary>
public sealed class SupervisedProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ExitCode.Device, true, 0)]
    [InlineData(ExitCode.Device, false, 1)]
    [InlineData(ExitCode.Unexpected, true, 1)]
    [InlineData(ExitCode.Done, true, 1)]
    public async Task AnEndOfItsOwn_IsAFinding_UnlessItsDiskWasFullAndItsExitCodeSaysSo(int exitCode, bool wasFull, int findings)
    {
        var found = new ConcurrentQueue<string>();
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var starts = 0;
        await using var process = new SupervisedProcess("the coordinator", Start, _ => true, found.Enqueue)
        {
            MayEnd = (code, _) => PrivateCluster.IsOfAFullDisk(code, wasFull),
        };

        process.Begin();
        await again.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(findings, found.Count);
        Assert.All(found, finding => Assert.StartsWith(
            $"the coordinator ended by itself with exit code {exitCode}", finding, StringComparison.Ordinal));

        Child Start()
        {
            if (++starts > 1)
                again.TrySetResult();
            return Child.Start(
                [], "/bin/sh", ["-c", starts == 1 ? $"exit {exitCode}" : "read -r end"], new Dictionary<string, string>(),
                folder["log.txt"]);
        }
    }
}
