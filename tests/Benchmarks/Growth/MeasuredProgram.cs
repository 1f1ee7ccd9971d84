using System.Diagnostics;
using System.Globalization;

namespace Sweep.Benchmarks.Growth;

/// <summary>One run of a program, with the most memory that it had.</summary>
/// <param name="Seconds">By the clock, from its start until it was gone.</param>
/// <param name="Processor">Seconds of all processors, user and system.</param>
/// <param name="PeakBytes">In RAM, looked at every few milliseconds: the kernel keeps the highest, so only what came after the last look is missed, of both.</param>
/// <param name="Output">What it printed.</param>
internal sealed record MeasuredProgram(double Seconds, double Processor, double PeakBytes, string Output)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>A command of this checkout's <c>sweep</c>, started as its launcher does.</summary>
    public static Task<MeasuredProgram> Sweep(params string[] arguments) => Run(Program("Coordinator", "sweep.dll"), arguments);

    /// <summary>A verb of this program.</summary>
    public static Task<MeasuredProgram> Own(params string[] arguments) => Run(typeof(MeasuredProgram).Assembly.Location, arguments);

    /// <summary>The most memory that a process ever had in RAM; 0 when it is gone.</summary>
    public static double PeakBytesOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Seconds of all processors that a process took until now; 0 when it is gone.</summary>
    public static double ProcessorOf(int process)
    {
        try
        {
            // Ticks of a hundredth of a second, user and system, in the 14th and 15th place; the name before them may have spaces.
            var places = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return places[11..13].Sum(place => double.Parse(place, CultureInfo.InvariantCulture)) / 100;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Seconds that a processor gave to this thread until now.</summary>
    public static double ProcessorOfThisThread() =>
        double.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e9;

    private static string Program(string project, string file) =>
        Path.Combine(AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, file);

    private static async Task<MeasuredProgram> Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        var (peak, processor) = (0.0, 0.0);
        while (!ended.IsCompleted)
        {
            processor = Math.Max(processor, ProcessorOf(process.Id));
            peak = Math.Max(peak, PeakBytesOf(process.Id));
            await Task.WhenAny(ended, Task.Delay(Look));
        }
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}{await output}");
        return new(seconds, processor, peak, await output);
    }
}
