using System.CommandLine;
using System.Text.Json;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>What commands that write files have in common: where to, and how they say that they did.</summary>
internal static class Output
{
    /// <summary>Writes, and prints the full path. A place that cannot be written to is bad input.</summary>
    public static async Task<int> Written(this ParseResult parsed, string place, Func<Task> write)
    {
        await Writing("--out", place, write);
        var full = Path.GetFullPath(place);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(GlobalOptions.Json) ? JsonSerializer.Serialize(new { written = full }, SweepJson.Options) : full);
        return ExitCode.Done;
    }

    /// <summary>A place that cannot be written to is bad input.</summary>
    public static async Task Writing(string option, string place, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{option}: cannot write to '{place}': {e.Message}");
        }
    }

    public static void Writing(string option, string place, Action write) =>
        Writing(option, place, () => { write(); return Task.CompletedTask; }).GetAwaiter().GetResult();
}
