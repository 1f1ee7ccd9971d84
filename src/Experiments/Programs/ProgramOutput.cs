using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Programs;

/// <summary>
/// Reads what a program prints: takes its lines in order and says what each means. Does nothing, waits for nothing, and keeps no line. A
/// report that is not what was agreed ends the reading with one sentence; none is mended, and none is guessed.
///
/// The last epoch counts when the program is known to have done its work: its report is kept until <see cref="End"/>.
/// </summary>
public sealed class ProgramOutput(OutputRules rules)
{
    /// <summary>How much of a line is shown in a sentence about it, in characters.</summary>
    private const int Shown = 80;

    /// <summary>What a report says beside its metrics.</summary>
    private static readonly string[] BesideMetrics = ["epoch", "epochs", "seconds", "step", "steps", "seed", "diverged"];

    private readonly List<KeyValuePair<string, double>> found = [];
    private readonly TextEpochs text = new();
    private int latest;
    private EpochReport? last;
    private (ReportLine Report, int Line)? final;
    private OutputLine? almost;

    /// <summary>The last epoch that was reported, known already or not; 0 before the first.</summary>
    public int Latest => latest;

    /// <returns>What the line says; null where it is nothing but log.</returns>
    public Statement? Take(OutputLine line)
    {
        if (line.Flaw is not LineFlaw.None)
            return Flawed(line);
        if (ReportLine.Parse(line.Text) is { } report)
            return Take(report, line.Number);
        if (almost is null && ReportLine.MayBeOne(line.Text))
            almost = line;
        return rules.Patterns.Any ? TakeText(line) : null;
    }

    /// <summary>The program has exited with 0.</summary>
    /// <returns>The reports that are left, in order, and what is missing: a <see cref="Violation"/>, last.</returns>
    public IReadOnlyList<Statement> End()
    {
        var closing = new List<Statement>();
        if (rules.Patterns.CountEpochs && text.Close() is { } closed && Keep(closed) is { } report)
            closing.Add(report);
        var said = rules.Patterns.CountEpochs ? [] : text.Values;
        if (final is null && said.Count == 0 && latest < rules.ToEpoch)
        {
            closing.Add(latest == 0 ? NothingReported() : TooFewEpochs());
            return closing;
        }
        for (var epoch = Math.Max(latest, rules.FromEpoch) + 1; epoch < rules.ToEpoch; epoch++)
            closing.Add(new EpochReport(epoch, []));
        var values = Merged(last?.Values, said, MetricsOf(final?.Report));
        var end = new EpochReport(rules.ToEpoch, values, SecondsOf(final?.Report) ?? last?.Seconds);
        closing.Add(end.Values.Any(value => value.Key == rules.Objective) || rules.Objective is null ? end : NoObjective(end));
        return closing;
    }

    private Statement? Flawed(OutputLine line)
    {
        var what = line.Flaw is LineFlaw.TooLong ? "is too long to be read" : "is not UTF-8";
        var remedy = line.Flaw is LineFlaw.TooLong
            ? FormattableString.Invariant($"print at most {OutputLines.LongestText} on a line")
            : "print UTF-8 (for Python: env: { PYTHONIOENCODING: utf-8 })";
        if (ReportLine.MayBeOne(line.Text))
            return new Violation(FormattableString.Invariant($"Line {line.Number} begins like a report and {what}: {remedy}."));
        if (rules.Patterns.Any && line.Flaw is LineFlaw.TooLong)
            return new Violation(FormattableString.Invariant($"Line {line.Number} {what}, and a pattern might match there: {remedy}."));
        return new Remark(FormattableString.Invariant($"Line {line.Number} {what}, and its log is not exact: {remedy}."));
    }

    private Statement? Take(ReportLine report, int line)
    {
        if (report.Find("step") is { } step)
            return Step(report, step);
        if (report.Repeated is { } repeated)
            return Broken(line, $"says '{repeated}' twice", "say every number once");
        if (NameProblem(report, line) is { } problem)
            return problem;
        if (report.Find("epoch") is { } epoch)
            return Epoch(report, epoch, line);
        if (!MetricsOf(report).Any())
            return null;
        if (final is { } other)
            return Broken(
                line, FormattableString.Invariant($"is a second report without an epoch, after line {other.Line}"),
                "say the epoch in all but the last");
        final = (report, line);
        return null;
    }

    private static StepReport? Step(ReportLine report, double step) =>
        WholeNumber(step) is not { } at ? null
        : new(at, WholeNumber(report.Find("steps") ?? 0) ?? 0, report.Find("loss") ?? report.Find("trainLoss") ?? double.NaN);

    private Statement? Epoch(ReportLine report, double number, int line)
    {
        if (WholeNumber(number) is not { } epoch)
            return Broken(
                line, FormattableString.Invariant($"reports epoch {number:R}"),
                "an epoch is a whole number from 1; how far one has come is said with step and steps");
        return Next(epoch, line) ?? Keep(new(epoch, [.. MetricsOf(report)], SecondsOf(report)));
    }

    /// <returns>Null where the epoch is not to be told now.</returns>
    private EpochReport? Keep(EpochReport report)
    {
        if (report.Epoch < rules.ToEpoch)
            return report.Epoch > rules.FromEpoch ? report : null;
        last = report;
        return null;
    }

    /// <summary>The program says that it is at this epoch.</summary>
    /// <returns>What is wrong with that; null where it is the next.</returns>
    private Statement? Next(int epoch, int line)
    {
        var reports = FormattableString.Invariant($"reports epoch {epoch}");
        if (epoch < 1)
            return Broken(line, reports, "count epochs from 1");
        if (final is { } over)
            return Broken(
                line, FormattableString.Invariant($"{reports} after line {over.Line}, a report without an epoch, which is the last"),
                "say the epoch in all but the last");
        if (epoch > rules.ToEpoch)
            return Broken(
                line, FormattableString.Invariant($"{reports}, and this run has {rules.ToEpoch}"), "train as many as SWEEP_EPOCHS says");
        if (latest == 0 && rules.FromEpoch > 0 && epoch > rules.FromEpoch + 1)
            return new CheckpointAhead(FormattableString.Invariant(
                $"The program was to continue after epoch {rules.FromEpoch}, and line {line} reports epoch {epoch} first: ")
                + "its checkpoint was written again before the epoch was reported.");
        // What continues may begin at an earlier epoch, or anew: those that are known already are known.
        if (epoch != latest + 1 && (latest > 0 || epoch > rules.FromEpoch + 1))
            return Broken(
                line,
                FormattableString.Invariant($"{reports}{(epoch == latest ? " again" : latest == 0 ? " first" : $" after epoch {latest}")}"),
                epoch == latest ? "say all numbers of an epoch on one line" : "report every epoch once, in order, from 1");
        latest = epoch;
        return null;
    }

    private Statement? TakeText(OutputLine line)
    {
        found.Clear();
        if (rules.Patterns.Find(line, found) is { } problem)
            return new Violation(problem);
        if (found.FindIndex(value => value.Key == MetricPatterns.Epoch) is >= 0 and var at)
        {
            var number = found[at].Value;
            found.RemoveAt(at);
            if (WholeNumber(number) is not { } epoch)
                return Broken(
                    line.Number, FormattableString.Invariant($"has {number:R} where the pattern of epoch has its number"),
                    "an epoch is a whole number");
            if (text.Begin(epoch) is { } begun)
            {
                var before = text.Close();
                if (Next(begun, line.Number) is { } wrong)
                    return wrong;
                text.Open(begun, found);
                return before is null ? null : Keep(before);
            }
        }
        if (text.IsOpen || !rules.Patterns.CountEpochs)
            text.Add(found);
        return null;
    }

    private Violation? NameProblem(ReportLine report, int line)
    {
        var metrics = MetricsOf(report).ToList();
        if (metrics.Count > MetricNames.Most)
            return Broken(
                line, FormattableString.Invariant($"reports {metrics.Count} metrics"),
                FormattableString.Invariant($"report at most {MetricNames.Most} of an epoch"));
        foreach (var (name, _) in metrics)
        {
            if (!MetricNames.IsOne(name))
                return Broken(line, $"reports '{Cut(name)}'", $"the name of a metric {MetricNames.Rule}");
            if (rules.Parameters.Contains(name))
                return Broken(line, $"reports '{name}', which is a hyperparameter", "give the metric another name");
        }
        return null;
    }

    private Violation NothingReported() => new(
        "The program exited with 0 and reported nothing: print a JSON object with numbers on a line of stdout, "
        + $"for instance {{\"{rules.Objective ?? "loss"}\": 0.5}}, or find them in its text with metrics:."
        + (almost is { } line
            ? FormattableString.Invariant($" Line {line.Number} begins like a report and is none: {Cut(line.Text)}")
            : ""));

    private Violation TooFewEpochs() => new(FormattableString.Invariant(
        $"The program exited with 0 after epoch {latest} of {rules.ToEpoch}: report every epoch up to SWEEP_EPOCHS, or, where it ends ")
        + "earlier, print what it achieved in a last report without an epoch.");

    private Violation NoObjective(EpochReport end)
    {
        string[] names = [.. end.Values.Select(value => value.Key)];
        var remedy = names.Length == 0 ? "report it" : $"it reported {string.Join(", ", names)}"
            + (NearestWord.Of(rules.Objective!, names) is { } near
                ? $"; did the objective mean '{near}'?"
                : "; report it, or name another objective");
        return new($"The program ended without a value of {rules.Objective}, which is the sweep's objective: {remedy.TrimEnd('?')}"
            + (remedy.EndsWith('?') ? "?" : "."));
    }

    private static Violation Broken(int line, string what, string remedy) =>
        new(FormattableString.Invariant($"Line {line} {what}: {remedy}."));

    private static IEnumerable<KeyValuePair<string, double>> MetricsOf(ReportLine? report) =>
        report?.Numbers.Where(number => !BesideMetrics.Contains(number.Key)) ?? [];

    private static double? SecondsOf(ReportLine? report) => report?.Find("seconds");

    /// <summary>Of one name the latest value.</summary>
    private static ImmutableArray<KeyValuePair<string, double>> Merged(params IEnumerable<KeyValuePair<string, double>>?[] parts)
    {
        var merged = new OrderedDictionary<string, double>();
        foreach (var part in parts)
        {
            foreach (var (name, value) in part ?? [])
                merged[name] = value;
        }
        return [.. merged];
    }

    private static int? WholeNumber(double number) =>
        number is >= 0 and <= int.MaxValue && Math.Truncate(number) == number ? (int)number : null;

    private static string Cut(string text) => text.Length > Shown ? $"{text[..Shown]}…" : text;
}
