using System.Runtime.InteropServices;

namespace Sweep.GpuAgent.Tests.Trainers;

internal static partial class Signals
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15, Continue = 18, Stop = 19;

    public static void Send(int pid, int signal) => Assert.Equal(0, KillProcess(pid, signal));

    /// <summary>Until that is disposed, on the same thread. What the thread starts begins so.</summary>
    public static IDisposable BlockOnThisThread(int signal) => new Blocked(signal);

    private sealed class Blocked : IDisposable
    {
        private const int Block = 0, Unblock = 1;
        private readonly ulong[] set = new ulong[16];

        public Blocked(int signal)
        {
            set[0] = 1UL << (signal - 1);
            Assert.Equal(0, Mask(Block, set, 0));
        }

        public void Dispose() => Assert.Equal(0, Mask(Unblock, set, 0));
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int Mask(int how, ulong[] set, nint before);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillProcess(int pid, int signal);
}
