using System.Runtime.InteropServices;

namespace Sweep.GpuAgent.Tests.Trainers;

internal static partial class Signals
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15, Continue = 18, Stop = 19;

    public static void Send(int pid, int signal) => Assert.Equal(0, KillProcess(pid, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillProcess(int pid, int signal);
}
