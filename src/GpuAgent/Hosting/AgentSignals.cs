using System.Runtime.InteropServices;
using Sweep.Protocol.Hosting;

namespace Sweep.GpuAgent.Hosting;

/// <summary>
/// What asks the agent to end: SIGTERM or Ctrl-C once asks it kindly, twice at once. An agent that belongs to a parent process leaves
/// Ctrl-C to it and ends at once when its stdin does.
/// </summary>
internal sealed class AgentSignals : IDisposable
{
    private readonly TaskCompletionSource kindly = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource atOnce = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration?[] registrations;

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
#pragma warning disable RS0030 // Not to be read: it ends with the parent.
        using var stdin = Console.OpenStandardInput();
#pragma warning restore RS0030
        var buffer = new byte[256];
        while (stdin.Read(buffer) > 0)
        {
            // A parent says nothing here.
        }
        EndAtOnce();
    }
}
