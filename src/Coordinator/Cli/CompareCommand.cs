using System.Collections.Immutable;
using System.CommandLine;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep compare A B</c>: two trials of a sweep side by side, and the configurations that they are seeds of.</summary>
internal static class CompareCommand
{
    public static Command Create(Shell shell)
    {
        var a = new Argument<string>("A") { Description = TrialArgument.Description };
        var b = new Argument<string>("B") { Description = "Another one of the same sweep" };
        var sweep = new Option<string?>("--sweep")
        {
            Description = "The sweep of both [default: the one submitted last]",
            HelpName = "name",
        };
        var command = new Command("compare", "Show hyperparameters, metrics and learning curves of two trials side by side")
        {
            a, b, sweep,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = await shell.Record(parsed, parsed.GetValue(sweep), cancellation);
            var (first, second) = (parsed.GetRequiredValue(a), parsed.GetRequiredValue(b));
            var shown = shell.TerminalFor(parsed);
            Show(shown, Comparison.Of(asked, TrialArgument.Find(asked, first), TrialArgument.Find(asked, second)));
            TrialArgument.Explain(shown, asked, first, second);
            return ExitCode.Done;
        });
        return command;
    }

    internal static void Show(Terminal terminal, Comparison comparison)
    {
        if (terminal.Json)
            terminal.WriteJson(ComparisonDocument.Of(comparison));
        else
            terminal.Out.Write(ComparisonView.Of(comparison));
    }
}

/// <summary>The answer of <c>compare --json</c>.</summary>
internal sealed record ComparisonDocument(
    ShownTrial A, ShownTrial B, OrderedDictionary<string, double?> Differences, ImmutableArray<ComparedCurve> Curves,
    ConfigurationsDocument? Configurations)
{
    public static ComparisonDocument Of(Comparison comparison) => new(
        ShownTrial.Of(comparison.A), ShownTrial.Of(comparison.B),
        new(comparison.Hyperparameters.Concat(comparison.Metrics)
            .Select(v => KeyValuePair.Create(v.Name, v.Difference.IsMissing ? (double?)null : v.Difference.Number))),
        comparison.Curves,
        comparison.Configurations is { } compared ? ConfigurationsDocument.Of(compared) : null);
}

/// <summary>The configurations of two trials over their seeds, as a pair that was named beforehand.</summary>
/// <param name="Difference">Mean of B's minus mean of A's.</param>
/// <param name="P">Two-sided; null where nothing is known of the uncertainty.</param>
internal sealed record ConfigurationsDocument(
    double MeanA, double MeanB, int SeedsA, int SeedsB, double Difference,
    TestUsed? Test, double? StandardError, double? Degrees, double? P)
{
    public static ConfigurationsDocument Of(ComparedConfigurations compared) => new(
        compared.A.Mean, compared.B.Mean, compared.A.Trials.Length, compared.B.Trials.Length, compared.B.Mean - compared.A.Mean,
        compared.Test?.Test, compared.Test?.StandardError,
        compared.Test is { Degrees: var degrees } && double.IsFinite(degrees) ? degrees : null, compared.Test?.P);
}
