using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Sweep.Protocol.Trainers;

/// <summary>How a trainer process ended.</summary>
/// <param name="Code">128 and the signal's number where a signal ended it.</param>
/// <param name="Stderr">The last lines of its stderr.</param>
public sealed record TrainerExit(int Code, IReadOnlyList<string> Stderr)
{
    public override string ToString() =>
        $"The trainer {(Code > 128 ? $"was ended by signal {Code - 128}" : $"exited with code {Code}")}."
        + (Stderr.Count == 0 ? "" : $" It said:\n{string.Join('\n', Stderr)}");
}

/// <summary>
/// The end of a trainer that whoever started it holds. Its events arrive in order on a thread of their own, the exit after all of them;
/// threads of the pool never wait. It stands with the messages because agents and the coordinator's command line both start trainers, and
/// neither knows the other.
/// </summary>
public sealed class TrainerProcess
{
    /// <summary>Characters of an event: room for the answer about a hundred thousand pictures.</summary>
    private const int LongestEvent = 32 << 20;
    private const int LongestError = 1 << 16;
    private const int StderrLines = 20;
    private const int StderrLineLength = 500;

    private readonly Process process;
    private readonly Queue<string> stderr = new();

    private TrainerProcess(Process process) => this.process = process;

    public int Pid => process.Id;

    /// <summary>Whether it is gone; what it said before, and its exit, may still be on their way.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>What it has used of processors so far; zero where that cannot be told.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            try
            {
                return process.TotalProcessorTime;
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                return TimeSpan.Zero;
            }
        }
    }

    /// <param name="told">
    /// Called with every event; whatever else the trainer prints goes to <paramref name="logged"/>, as its stderr does.
    /// </param>
    /// <param name="exited">Called once, last.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static TrainerProcess Start(
        ProcessStartInfo start, Action<TrainerProcess, TrainerEvent> told,
        Action<TrainerProcess, TrainerExit> exited, Action<string> logged)
    {
        var trainer = new TrainerProcess(Process.Start(start)!);
        var errors = new Thread(() => trainer.ReadErrors(logged)) { IsBackground = true, Name = $"trainer {trainer.Pid} stderr" };
        errors.Start();
        new Thread(() =>
        {
            trainer.ReadEvents(told, logged);
            trainer.process.WaitForExit();
            errors.Join();
            exited(trainer, new TrainerExit(trainer.process.ExitCode, [.. trainer.stderr]));
        })
        { IsBackground = true, Name = $"trainer {trainer.Pid} events" }.Start();
        return trainer;
    }

    public void Order(TrainerOrder order)
    {
        try
        {
            process.StandardInput.WriteLine(JsonSerializer.Serialize(order, TrainerJson.Default.TrainerOrder));
            process.StandardInput.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The trainer has just ended; that is told by its exit.
        }
    }

    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It had ended already.
        }
    }

    private void ReadEvents(Action<TrainerProcess, TrainerEvent> told, Action<string> logged)
    {
        var lines = new BoundedLines(process.StandardOutput, LongestEvent);
        while (Next(lines) is { } line)
        {
            if (Parse(line) is { } what)
                told(this, what);
            else
                logged(line.Length > LongestError ? line[..LongestError] + "…" : line);
        }
    }

    private void ReadErrors(Action<string> logged)
    {
        var lines = new BoundedLines(process.StandardError, LongestError);
        while (Next(lines) is { } line)
        {
            stderr.Enqueue(line.Length > StderrLineLength ? line[..StderrLineLength] + "…" : line);
            if (stderr.Count > StderrLines)
                stderr.Dequeue();
            logged(line);
        }
    }

    private static string? Next(BoundedLines lines)
    {
        try
        {
            return lines.Next();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static TrainerEvent? Parse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize(line, TrainerJson.Default.TrainerEvent);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
