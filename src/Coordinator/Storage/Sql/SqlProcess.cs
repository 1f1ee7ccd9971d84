using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>
/// Has one question answered by a process of its own (<see cref="SqlChild"/>), which is killed when it takes more than a question may. Time
/// is the processor's: a machine that is busy with other things refuses no question.
/// </summary>
internal static class SqlProcess
{
    /// <summary>Processor time, with the start of the process.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    public const int MostMegabytes = 512;

    /// <summary>Of an answer, as JSON.</summary>
    private const int LargestAnswer = 64 << 20;

    public static readonly string TooMuchMemory =
        string.Create(CultureInfo.InvariantCulture,
            $"The query takes more memory or nesting than a question may ({MostMegabytes} MB): " +
            $"ask for fewer rows at once, or write it simpler.");

    private static string TooMuchTime(TimeSpan mostTime) =>
        $"The query takes more than {Durations.InWords(mostTime)} of processor time, so it was given up: "
        + "ask for fewer rows at once, or write it simpler.";

    private static readonly string TooLarge =
        FormattableString.Invariant(
            $"The answer is larger than {LargestAnswer >> 20} MB: ask for fewer rows or fields at once, for instance with LIMIT.");

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <param name="file">A copy of the results database, which is spoilt by it.</param>
    /// <param name="mostTime">Of a processor.</param>
    /// <exception cref="BadInputException">The question is refused, or took too much.</exception>
    public static async Task<ResultTable> Answer(string file, SqlQuestion question, TimeSpan mostTime, CancellationToken cancellation)
    {
        using var process = Process.Start(StartInfo()) ?? throw new InvalidOperationException("No process was started.");
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            await Ask(process, new(file, question));
            var watch = Watch(process, mostTime, watching.Token);
            var (answer, whole) = await Read(process.StandardOutput.BaseStream, cancellation);
            if (!whole)
                throw new BadInputException(TooLarge);
            await watching.CancelAsync();
            return Told(answer, await watch ? TooMuchTime(mostTime) : TooMuchMemory);
        }
        finally
        {
            Kill(process);
        }
    }

    private static async Task Ask(Process process, SqlOrder order)
    {
        try
        {
            // Stays open: the child ends when it closes.
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order, StrictJson.Options));
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended before it was asked, which its missing answer tells.
        }
    }

    private static ResultTable Told(byte[] answer, string otherwise)
    {
        SqlOutcome? outcome;
        try
        {
            outcome = JsonSerializer.Deserialize<SqlOutcome>(answer, StrictJson.Options);
        }
        catch (JsonException)
        {
            throw new BadInputException(otherwise);
        }
        return outcome?.Table ?? throw new BadInputException(outcome?.Refusal ?? otherwise);
    }

    /// <returns>Whether it was killed because it took too long.</returns>
    private static async Task<bool> Watch(Process process, TimeSpan mostTime, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (Taken(process) > mostTime)
            {
                Kill(process);
                return true;
            }
            await Task.Delay(LookEvery, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return false;
    }

    private static TimeSpan Taken(Process process)
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

    private static async Task<(byte[] Answer, bool Whole)> Read(Stream stdout, CancellationToken cancellation)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await stdout.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (answer.Length + read > LargestAnswer)
                return ([], false);
            await answer.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return (answer.ToArray(), true);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }
    }

    private static ProcessStartInfo StartInfo()
    {
        var (program, arguments) = OwnProgram();
        return new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Environment =
            {
                ["DOTNET_GCHeapHardLimit"] = (MostMegabytes * (1L << 20)).ToString("x", CultureInfo.InvariantCulture),
                ["DOTNET_gcServer"] = "0",
                ["DOTNET_EnableDiagnostics"] = "0",
                ["DOTNET_DbgEnableMiniDump"] = "0",
            },
        };
    }

    /// <summary>This program once more: itself where it is an executable, else by the <c>dotnet</c> host.</summary>
    private static (string Program, string[] Arguments) OwnProgram()
    {
        var assembly = typeof(SqlProcess).Assembly;
        var own = Environment.ProcessPath;
        var name = Path.GetFileNameWithoutExtension(own);
        if (name == assembly.GetName().Name)
            return (own!, [SqlChild.Word]);
        return (name == "dotnet" ? own! : "dotnet", [assembly.Location, SqlChild.Word]);
    }
}
