using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sweep.Experiments.Programs;

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

    /// <summary>After everything is killed, nothing but another's process can hold a stream of the program.</summary>
    private static readonly TimeSpan StreamsMayTake = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    /// <summary>So often in a row nothing is left to read before all that a program has printed is taken to be here.</summary>
    private const int QuietLooks = 2;
    private const int MostLooks = 100;

    private static int made;

    private readonly Process process;
    private readonly ProgramGuard guard;
    private readonly LineQueue queue;
    private readonly OutputLines stdout;
    private readonly string mark;
    private readonly long since;
    private int open = Streams;
    private bool isOver;

    private ProgramProcess(Process process, ProgramGuard guard, string mark)
    {
        (this.process, this.guard, this.mark, since) = (process, guard, mark, guard.Since);
        queue = new(MostWaiting);
        stdout = Read(process.StandardOutput.BaseStream, isError: false);
        _ = Read(process.StandardError.BaseStream, isError: true);
        process.Exited += (_, _) => queue.Add(new ProgramEvent.Exited());
        process.EnableRaisingEvents = true;
    }

    /// <summary>128 and the signal's number where a signal ended it.</summary>
    public int ExitCode => process.ExitCode;

    /// <param name="folder">Its current folder.</param>
    /// <param name="environment">Added to this process's own.</param>
    public static ProgramProcess Start(
        IReadOnlyList<string> command, string folder, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var own = Environment.ProcessId;
        var mark = string.Create(
            CultureInfo.InvariantCulture, $"{own}.{Processes.StartOf(own)}.{Interlocked.Increment(ref made)}");
        // .NET ignores SIGPIPE, whoever starts an agent in the background ignores others, and what they start would inherit that.
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal", .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment[MarkVariable] = mark;
        mark = $"{MarkVariable}={mark}";
        var guard = ProgramGuard.Start(mark);
        try
        {
            var process = Process.Start(start)!;
            guard.Watch(process.Id);
            process.StandardInput.Close();
            return new(process, guard, mark);
        }
        catch
        {
            guard.Dispose();
            throw;
        }
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
    public void Terminate() => Processes.Signal(process.Id, Processes.Terminate);

    /// <summary>Makes it stand still, and waits until what it has printed is here; nothing where it is over.</summary>
    public void Pause()
    {
        if (isOver)
            return;
        Processes.Signal(process.Id, Processes.Stop);
        for (int looks = 0, quiet = 0; quiet < QuietLooks && looks < MostLooks; looks++)
        {
            Thread.Sleep(BetweenLooks);
            quiet = stdout.IsWaiting ? quiet + 1 : 0;
        }
    }

    public void GoOn()
    {
        if (!isOver)
            Processes.Signal(process.Id, Processes.Continue);
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
        left = Processes.EndAll(process.Id, mark, since);
        process.WaitForExit();
        isOver = true;
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
        if (!isOver)
            _ = End(out _);
        guard.Dispose();
        process.Dispose();
    }

    private static bool MayReportAnEpoch(string line) =>
        line.AsSpan().TrimStart() is ['{', ..] && line.Contains("\"epoch\"", StringComparison.Ordinal)
        && !line.Contains("\"step\"", StringComparison.Ordinal);

    private OutputLines Read(Stream stream, bool isError)
    {
        var lines = new OutputLines(stream);
        new Thread(() => Read(lines, isError)) { IsBackground = true, Name = isError ? "program stderr" : "program stdout" }.Start();
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
