using System.Diagnostics;
using System.Text.Json;
using Sweep.Coordinator.Drilling.Processes;
using Sweep.Coordinator.Homes;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Drilling.Proofs;

/// <summary>What <c>sweep verify --complete</c> says about a drill's home, asked in a process of its own as a person would.</summary>
/// <param name="Report">Null where it said nothing that could be read.</param>
internal sealed record HomeCheck(VerificationReport? Report, IReadOnlyList<string> Findings)
{
    private const int Named = 3;

    /// <param name="complete">Whether every trial must have its result by now.</param>
    public static async Task<HomeCheck> Of(DrilledPrograms programs, Home home, bool complete, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            Child.DotNet,
            [programs.Coordinator, "verify", .. complete ? ["--complete"] : Array.Empty<string>(), "--json", "--home", home.Folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return Read(await output) is { } report
            ? new(report, [.. report.Findings.GroupBy(finding => finding.Kind).SelectMany(Told)])
            : new(null, [$"verify ended with exit code {process.ExitCode}: {(await error).Trim()}"]);
    }

    /// <summary>The first of a kind in words; the rest are in the report's own document, and in the folder that is kept.</summary>
    private static IEnumerable<string> Told(IEnumerable<Finding> kind)
    {
        var all = kind.ToList();
        return
        [
            .. all.Take(Named).Select(finding => $"verify: {finding.Place}: {finding.Problem}"),
            .. all.Count > Named
                ? [FormattableString.Invariant($"verify: … and {all.Count - Named} more of kind {all[0].Kind}.")]
                : Array.Empty<string>(),
        ];
    }

    private static VerificationReport? Read(string output)
    {
        try
        {
            return JsonSerializer.Deserialize<VerificationReport>(output, StrictJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
