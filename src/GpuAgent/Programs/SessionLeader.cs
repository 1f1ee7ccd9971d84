using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Microsoft.Win32.SafeHandles;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// A process that leads a session of its own, with the signals of one that a shell starts: .NET ignores SIGPIPE, whoever starts an agent in
/// the background ignores or blocks others, and what they start would inherit that. It is there without another program in between, each of
/// which takes as long to be loaded as a small trial. Its id is nobody else's until <see cref="Reap"/>.
/// </summary>
internal sealed partial class SessionLeader
{
    /// <summary>An exit code above this one is that and a signal's number.</summary>
    public const int EndedBySignal = 128;

    private const int MostSignals = 64;
    private const short SetSignalsToDefault = 0x04, SetBlockedSignals = 0x08, NewSession = 0x80;
    private const int CloseOnExec = 0x80000;
    private const int ProcessOfId = 1, Ended = 4, LeaveIt = 0x01000000;
    private const int Interrupted = 4;

    /// <summary>More than any C library's types take that hold what a process is to begin with.</summary>
    private const int Room = 1024;

    private SessionLeader(int id) => Id = id;

    public int Id { get; }

    /// <param name="program">Its file; from <paramref name="folder"/> where it is a relative one.</param>
    /// <param name="arguments">Beginning with the program's own name.</param>
    /// <param name="folder">Its current folder; null for this process's.</param>
    /// <param name="environment">All of it.</param>
    /// <param name="streams">Its stdin, stdout and stderr: null is this process's own.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static unsafe SessionLeader Start(
        string program, IReadOnlyList<string> arguments, string? folder, IReadOnlyDictionary<string, string> environment,
        (SafeFileHandle Input, SafeFileHandle? Output, SafeFileHandle? Error) streams)
    {
        using var words = new Texts(arguments);
        using var variables = new Texts([.. environment.Select(variable => $"{variable.Key}={variable.Value}")]);
        byte* actions = stackalloc byte[Room], attributes = stackalloc byte[Room], signals = stackalloc byte[Room];
        new Span<byte>(signals, Room).Clear();
        Check(InitialiseActions(actions));
        Check(InitialiseAttributes(attributes));
        try
        {
            Check(AddDuplicate(actions, Number(streams.Input), 0));
            if (streams.Output is { } output)
                Check(AddDuplicate(actions, Number(output), 1));
            if (streams.Error is { } error)
                Check(AddDuplicate(actions, Number(error), 2));
            if (folder is not null)
                Check(AddFolder(actions, folder));
            Check(SetBlocked(attributes, signals));
            // Bit by bit: the C library adds none of its own signals to a set, and has those ignored that are not in it.
            new Span<byte>(signals, MostSignals / 8).Fill(0xff);
            Check(SetDefaults(attributes, signals));
            Check(SetFlags(attributes, SetSignalsToDefault | SetBlockedSignals | NewSession));
            Check(Spawn(out var id, program, actions, attributes, words.Pointer, variables.Pointer));
            return new(id);
        }
        finally
        {
            _ = ReleaseActions(actions);
            _ = ReleaseAttributes(attributes);
        }
    }

    /// <summary>This process's environment with what is added to it.</summary>
    public static Dictionary<string, string> Environment(IEnumerable<KeyValuePair<string, string>> added)
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry own in System.Environment.GetEnvironmentVariables())
            variables[(string)own.Key] = (string?)own.Value ?? "";
        foreach (var (name, value) in added)
            variables[name] = value;
        return variables;
    }

    /// <summary>A pipe whose ends no other process inherits.</summary>
    /// <exception cref="Win32Exception">This process may not open more files.</exception>
    public static unsafe (SafeFileHandle Read, SafeFileHandle Write) Pipe()
    {
        var ends = stackalloc int[2];
        if (MakePipe(ends, CloseOnExec) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return (new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
    }

    /// <summary>Returns when it is over, and leaves its id to it.</summary>
    public unsafe void Wait()
    {
        var told = stackalloc byte[Room];
        while (WaitFor(ProcessOfId, Id, told, Ended | LeaveIt) != 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
    }

    /// <summary>Waits until it is over, and gives its id back.</summary>
    /// <returns>Its exit code: 128 and the signal's number where a signal ended it.</returns>
    public int Reap()
    {
        int status;
        int id;
        while ((id = WaitFor(Id, out status, 0)) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
        if (id < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        var signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : EndedBySignal + signal;
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private static void Check(int error)
    {
        if (error != 0)
            throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Spawn(
        out int id, string program, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static unsafe partial int InitialiseActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static unsafe partial int ReleaseActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static unsafe partial int AddDuplicate(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int AddFolder(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static unsafe partial int InitialiseAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static unsafe partial int ReleaseAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static unsafe partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static unsafe partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static unsafe partial int SetBlocked(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static unsafe partial int MakePipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static unsafe partial int WaitFor(int what, int id, byte* told, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitFor(int id, out int status, int options);

    /// <summary>Texts as C has them: UTF-8 that ends with a zero, and a list that ends with a null.</summary>
    private sealed unsafe class Texts : IDisposable
    {
        private readonly int count;

        public Texts(IReadOnlyList<string> texts)
        {
            count = texts.Count;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
            for (var i = 0; i < count; i++)
                Pointer[i] = Utf8StringMarshaller.ConvertToUnmanaged(texts[i]);
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (var i = 0; i < count; i++)
                Utf8StringMarshaller.Free(Pointer[i]);
            NativeMemory.Free(Pointer);
        }
    }
}
