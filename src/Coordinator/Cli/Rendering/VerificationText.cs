using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>What was proven and what was found, for a person.</summary>
internal static class VerificationText
{
    /// <summary>More of one kind say nothing new; <c>--json</c> has them all.</summary>
    private const int MostOfAKind = 20;

    public static void Write(Terminal terminal, VerificationReport report)
    {
        foreach (var kind in report.Findings.GroupBy(finding => finding.Kind))
            Write(terminal, [.. kind]);
        foreach (var note in report.Notes)
            terminal.Answer($"note: {note}");
        terminal.Answer($"{report.Home}: {(report.Clean ? "clean" : Counted.Of(report.Findings.Length, "finding"))}");
        var verified = report.Verified;
        terminal.Answer(
            $"  journal      {Counted.Of(verified.Entries)} entries, every one with its place, its CRC and the chain to the one before");
        terminal.Answer($"  trials       {Trials(verified.Trials)}");
        terminal.Answer($"  runs         {Counted.Of(verified.Runs)} with {Counted.Of(verified.Epochs)} epochs, each recorded once, under "
            + $"{Counted.Of(verified.Leases, "lease")}");
        terminal.Answer($"  checkpoints  {Counted.Of(verified.Checkpoints)} with the recorded "
            + $"content{(verified.Collected > 0 ? $", {Counted.Of(verified.Collected)} no longer needed and gone" : "")}");
        terminal.Answer(verified.Documents == 0
            ? "  results.db   no document was compared with the journal"
            : $"  results.db   {Counted.Of(verified.Documents, "document")} equal to what the journal says");
    }

    private static void Write(Terminal terminal, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings.Take(MostOfAKind))
        {
            terminal.Answer($"{Name(finding.Kind)}: {finding.Place}");
            terminal.Answer($"  {finding.Problem}");
            terminal.Answer($"  {finding.Remedy}");
        }
        if (findings.Count > MostOfAKind)
            terminal.Answer($"{Name(findings[0].Kind)}: {Counted.Of(findings.Count - MostOfAKind)} more; --json lists them all.");
    }

    private static string Trials(TrialTally trials)
    {
        string[] others = [Of(trials.Open, "open"), Of(trials.Failed, "failed"), Of(trials.Cancelled, "cancelled")];
        return $"{Counted.Of(trials.Results)} of {Counted.Of(trials.Total)} with exactly one result{string.Concat(others)}";
    }

    private static string Of(int count, string what) => count == 0 ? "" : $", {Counted.Of(count)} {what}";

    private static string Name(FindingKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
