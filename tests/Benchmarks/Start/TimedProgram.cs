using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sweep.Benchmarks.Start;

/// <summary>One run of the program, from its start to its end.</summary>
/// <param name="Began">When it was started.</param>
/// <param name="Ended">When its output was at its end and it was gone.</param>
/// <param name="Processor">Seconds of all processors, user and system, of the program and of those that it started and saw end.</param>
internal sealed record TimedProgram(DateTimeOffset Began, DateTimeOffset Ended, double Processor)
{
    public double Seconds => (Ended - Began).TotalSeconds;

    /// <summary>Runs it as a shell does.</summary>
    /// <param name="program">A launcher, or a <c>.dll</c> for <c>dotnet</c>.</param>
    public static TimedProgram Run(string program, params string[] arguments) => Run(program, out _, arguments);

    /// <inheritdoc cref="Run(string, string[])"/>
    /// <param name="printed">What it wrote on its output.</param>
    public static TimedProgram Run(string program, out string printed, params string[] arguments)
    {
        string[] command = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program, .. arguments] : [program, .. arguments];
        var start = new ProcessStartInfo("bash", ["-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var began = DateTimeOffset.UtcNow;
        using var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var ended = DateTimeOffset.UtcNow;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {errors}");
        var times = errors.ToString().TrimEnd().Split('\n')[^1].Split(' ');
        return new(began, ended, times.Sum(time => double.Parse(time, CultureInfo.InvariantCulture)));
    }
}
