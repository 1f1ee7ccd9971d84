using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Sweep.Experiments.Programs;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// A person's program as a process with a session of its own, and all that it makes: none of it outlives <see cref="Dispose"/>, or this
/// process. What it prints waits in <see cref="TryTake"/>; while too much waits, it is held up by its pipe.
/// </summary>
internal sealed class ProgramProcess : IDisposable
{
    /// <summary>In the environment of every process of the program.</summary>
    private const string MarkVariable = "SWEEP_PROCESS";
    private const int MostWaiting = 4 << 20;
    private const int Streams = 2;

    /// <summary>The system's number for a command and an environment that are too long.</summary>
    private const int TooLong = 7;

    /// <summary>After everything is killed, nothing but another's process can hold a stream of the program.</summary>
    private static readonly TimeSpan StreamsMayTake = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    /// <summary>So often in a row nothing is left to read before all that a program has printed is taken to be here.</summary>
    private const int QuietLooks = 2;
    private const int MostLooks = 100;

    private static int made;

    private readonly SessionLeader leader;
    private readonly ProgramGuard guard;
    private readonly LineQueue queue;
    private readonly OutputLines stdout;
    private readonly string mark;
    private readonly long since;
    private readonly long began = TimeProvider.System.GetTimestamp();
    private int open = Streams;
    private int? exitCode;

    private ProgramProcess(SessionLeader leader, ProgramGuard guard, string mark, SafeFileHandle output, SafeFileHandle error)
    {
        (this.leader, this.guard, this.mark, since) = (leader, guard, mark, Processes.StartOf(leader.Id) ?? 0);
        queue = new(MostWaiting);
        stdout = Read(output, isError: false);
        _ = Read(error, isError: true);
        new Thread(() =>
        {
            leader.Wait();
            queue.Add(new ProgramEvent.Exited());
        })
        { IsBackground = true, Name = "program" }.Start();
    }

    /// <summary>128 and the signal's number where a signal ended it. Known after <see cref="End"/>.</summary>
    public int ExitCode => exitCode ?? throw new InvalidOperationException("The program has not been ended.");

    /// <param name="folder">Its current folder.</param>
    /// <param name="environment">Added to this process's own.</param>
    /// <param name="guard">Of this process; guards one program at a time.</param>
    /// <exception cref="ProgramEndedException">What it is to be started with is too long.</exception>
    /// <exception cref="Win32Exception">This machine has no place for another process.</exception>
    public static ProgramProcess Start(
        IReadOnlyList<string> command, string folder, IEnumerable<KeyValuePair<string, string>> environment, ProgramGuard guard)
    {
        var own = Environment.ProcessId;
        var mark = string.Create(
            CultureInfo.InvariantCulture, $"{own}.{Processes.StartOf(own)}.{Interlocked.Increment(ref made)}");
        var variables = SessionLeader.Environment(environment);
        variables[MarkVariable] = mark;
        mark = $"{MarkVariable}={mark}";
        try
        {
            guard.Expect(mark);
            // Nobody writes into it: it has nothing to be read.
            var (inputRead, inputWrite) = SessionLeader.Pipe();
            inputWrite.Dispose();
            var (outputRead, outputWrite) = SessionLeader.Pipe();
            var (errorRead, errorWrite) = SessionLeader.Pipe();
            using (inputRead)
            using (outputWrite)
            using (errorWrite)
            {
                var leader = Started(command, folder, variables, (inputRead, outputWrite, errorWrite));
                guard.Watch(leader.Id);
                return new(leader, guard, mark, outputRead, errorRead);
            }
        }
        catch (Exception e)
        {
            // It kills what may have begun.
            guard.Dispose();
            if (e is Win32Exception { NativeErrorCode: TooLong })
                throw new ProgramEndedException(
                    Outcome.BadConfiguration,
                    $"{command[0]} cannot be started with so long a command or environment: "
                    + "put what is long into a file of the experiment.");
            throw;
        }
    }

    /// <summary>
    /// What cannot be started is started by <c>env</c>, which has a script without an interpreter run by the shell, looks further where it
    /// may not execute what is found first, and says why where nothing helps.
    /// </summary>
    private static SessionLeader Started(
        IReadOnlyList<string> command, string folder, Dictionary<string, string> variables,
        (SafeFileHandle Input, SafeFileHandle Output, SafeFileHandle Error) streams)
    {
        try
        {
            if (Executable.FindFrom(folder, command[0], variables.GetValueOrDefault("PATH")) is { } program)
                return SessionLeader.Start(program, command, folder, variables, streams);
        }
        catch (Win32Exception)
        {
        }
        var env = Executable.Find("env", Environment.GetEnvironmentVariable("PATH")) ?? "/usr/bin/env";
        return SessionLeader.Start(env, ["env", .. command], folder, variables, streams);
    }

    /// <summary>What comes next, waited for so long at most. The order of one stream is kept.</summary>
    public bool TryTake(TimeSpan patience, [NotNullWhen(true)] out ProgramEvent? what)
    {
        if (!queue.TryTake(patience, out what))
            return false;
        if (what is ProgramEvent.StreamEnded)
            open--;
        return true;
    }

    /// <summary>Asks it to end.</summary>
    public void Terminate() => Processes.Signal(leader.Id, Processes.Terminate);

    /// <summary>Makes it stand still, and waits until what it has printed is here; nothing where it is over.</summary>
    public void Pause()
    {
        if (exitCode is not null)
            return;
        Processes.Signal(leader.Id, Processes.Stop);
        for (int looks = 0, quiet = 0; quiet < QuietLooks && looks < MostLooks; looks++)
        {
            Thread.Sleep(BetweenLooks);
            quiet = stdout.IsWaiting ? quiet + 1 : 0;
        }
    }

    public void GoOn()
    {
        if (exitCode is null)
            Processes.Signal(leader.Id, Processes.Continue);
    }

    /// <summary>Whether a report of an epoch waits that nobody has taken.</summary>
    public bool ReportsMore => queue.Any(
        what => what is ProgramEvent.Printed { IsError: false, Line.Text: var text } && MayReportAnEpoch(text));

    /// <summary>
    /// Kills what is left of it, and gives what it has printed and nobody has taken.
    /// </summary>
    /// <param name="left">The ids of processes that cannot be killed.</param>
    public IReadOnlyList<ProgramEvent.Printed> End(out IReadOnlyList<int> left)
    {
        left = Processes.EndAll(leader.Id, mark, since, TimeProvider.System.GetElapsedTime(began));
        exitCode = leader.Reap();
        var rest = new List<ProgramEvent.Printed>();
        while (open > 0 && TryTake(StreamsMayTake, out var what))
        {
            if (what is ProgramEvent.Printed printed)
                rest.Add(printed);
        }
        return rest;
    }

    public void Dispose()
    {
        if (exitCode is null)
            _ = End(out _);
        guard.Over();
    }

    private static bool MayReportAnEpoch(string line) =>
        line.AsSpan().TrimStart() is ['{', ..] && line.Contains("\"epoch\"", StringComparison.Ordinal)
        && !line.Contains("\"step\"", StringComparison.Ordinal);

    private OutputLines Read(SafeFileHandle pipe, bool isError)
    {
        var stream = new FileStream(pipe, FileAccess.Read, bufferSize: 0);
        var lines = new OutputLines(stream);
        new Thread(() =>
        {
            using (stream)
                Read(lines, isError);
        })
        { IsBackground = true, Name = isError ? "program stderr" : "program stdout" }.Start();
        return lines;
    }

    private void Read(OutputLines lines, bool isError)
    {
        try
        {
            while (lines.Next() is { } line)
                queue.Add(new ProgramEvent.Printed(line, isError, TimeProvider.System.GetTimestamp()));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody wants to hear more.
        }
        queue.Add(new ProgramEvent.StreamEnded());
    }
}
