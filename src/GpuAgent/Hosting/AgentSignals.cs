using System.Runtime.InteropServices;
using Sweep.Protocol.Hosting;

namespace Sweep.GpuAgent.Hosting;

/// <summary>
/// What asks the agent to end: SIGTERM or Ctrl-C once asks it kindly, twice at once. An agent that belongs to a parent process leaves
/// Ctrl-C to it and ends at once when its stdin does; until then it hears there what <see cref="ParentWords"/> say.
/// </summary>
internal sealed class AgentSignals : IDisposable
{
    private readonly TaskCompletionSource kindly = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource atOnce = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource coordinatorIsUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ExpectedRuns> expected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration?[] registrations;
    private volatile bool orphaned;

    public AgentSignals(bool exitWithParent)
    {
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, exitWithParent ? static signal => signal.Cancel = true : Ask),
            BackgroundWork.NotStoppedByTheTerminal(),
        ];
        if (exitWithParent)
            new Thread(WaitForParent) { IsBackground = true, Name = "parent" }.Start();
    }

    public Task Kindly => kindly.Task;
    public Task AtOnce => atOnce.Task;

    /// <summary>Whether the parent process has gone, and with it the one that this agent worked for.</summary>
    public bool IsOrphaned => orphaned;

    /// <summary>Completes when the parent says that the coordinator answers.</summary>
    public Task CoordinatorIsUp => coordinatorIsUp.Task;

    /// <summary>Completes when the parent says what is to be trained.</summary>
    public Task<ExpectedRuns> Expected => expected.Task;

    /// <summary>As asked for twice.</summary>
    public void EndAtOnce() => atOnce.TrySetResult();

    public void Dispose() => Array.ForEach(registrations, registration => registration?.Dispose());

    private void Ask(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (!kindly.TrySetResult())
            EndAtOnce();
    }

    private void WaitForParent()
    {
#pragma warning disable RS0030 // The parent's end of the pipe: it ends with the parent.
        using var stdin = new StreamReader(Console.OpenStandardInput());
#pragma warning restore RS0030
        while (stdin.ReadLine() is { } line)
        {
            if (line == ParentWords.CoordinatorIsUp)
                coordinatorIsUp.TrySetResult();
            else if (ParentWords.Expected(line) is { } runs)
                expected.TrySetResult(runs);
        }
        orphaned = true;
        EndAtOnce();
    }
}
