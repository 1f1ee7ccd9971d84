using System.Runtime.InteropServices;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// What work in a terminal's background needs. After <c>bg</c> the runtime of the program that owns the terminal sets it up again, and for
/// that the kernel sends SIGTTOU to every process of the group: the owner has made itself immune, but agents and trainers would stop for
/// good.
/// </summary>
public static class BackgroundWork
{
    /// <returns>
    /// Keeps SIGTTOU from stopping this process until it is disposed; null where there is no such signal. Ctrl-Z still does, and <c>fg</c>
    /// or <c>bg</c> continue it.
    /// </returns>
    public static PosixSignalRegistration? NotStoppedByTheTerminal() =>
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGTTOU, static signal => signal.Cancel = true);
}
