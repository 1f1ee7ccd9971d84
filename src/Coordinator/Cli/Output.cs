using System.CommandLine;
using System.Text.Json;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;

namespace Sweep.Coordinator.Cli;

/// <summary>What commands that write files have in common: where to, and how they say that they did.</summary>
internal static class Output
{
    /// <summary>Writes one file.</summary>
    /// <param name="cancellation">Ends the wait for somebody who reads from a pipe.</param>
    public static Task<int> Written(this ParseResult parsed, string place, Func<Stream, Task> write, CancellationToken cancellation) =>
        parsed.Written(place, () => OutputFile.WriteAsync(place, write, cancellation));

    /// <summary>
    /// Writes, and prints the full path, but not between what was written to stdout. A place that cannot be written to is bad input.
    /// </summary>
    public static async Task<int> Written(this ParseResult parsed, string place, Func<Task> write)
    {
        await NamedOutput.Write("--out", place, write);
        if (IsStandardOutput(place))
            return ExitCode.Done;
        var full = Path.GetFullPath(place);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            parsed.GetValue(GlobalOptions.Json) ? JsonSerializer.Serialize(new { written = full }, SweepJson.Options) : full);
        return ExitCode.Done;
    }

    /// <summary>Whether the place is where commands print their answers.</summary>
    public static bool IsStandardOutput(string place) => OutputPlace.IsStream(place) && OutputPlace.Of(place).IsStandardOutput;
}
