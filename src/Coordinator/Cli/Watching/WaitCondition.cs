using System.Globalization;
using System.Text.RegularExpressions;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>What <c>sweep wait</c> waits for, about one sweep as it stands.</summary>
/// <param name="Text">As the person wrote it.</param>
internal abstract partial record WaitCondition(string Text)
{
    public static readonly WaitCondition Done = new Ended();

    private static readonly string[] Words = ["done", "failed", "best > 0.72"];

    public abstract bool IsReached(SweepView sweep);

    /// <exception cref="BadInputException">It is none of the conditions.</exception>
    public static WaitCondition Parse(string text) => text.Trim() switch
    {
        "done" => Done,
        "failed" => new AnyFailed(),
        var other when Comparison().Match(other) is { Success: true } match
            && double.TryParse(match.Groups[2].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            new Best(text.Trim(), match.Groups[1].Value, number),
        var other => throw new BadInputException(
            $"--until '{other}' is nothing to wait for: write {string.Join(", ", Words.Select(word => $"'{word}'"))}; "
            + "best is compared with >, >=, < or <=."),
    };

    [GeneratedRegex(@"^best\s*(>=|<=|>|<)\s*(\S+)$")]
    private static partial Regex Comparison();

    private sealed record Ended() : WaitCondition("done")
    {
        public override bool IsReached(SweepView sweep) => Watch.HasEnded(sweep) && sweep.State != SweepStatus.Cancelled;
    }

    private sealed record AnyFailed() : WaitCondition("failed")
    {
        public override bool IsReached(SweepView sweep) => sweep.Trials.Failed > 0;
    }

    /// <summary>The mean of the winning configuration, as <c>sweep best</c> ranks it.</summary>
    private sealed record Best(string Text, string Sign, double Number) : WaitCondition(Text)
    {
        public override bool IsReached(SweepView sweep) => sweep.Best.Mean is { } mean && Sign switch
        {
            ">" => mean > Number,
            ">=" => mean >= Number,
            "<" => mean < Number,
            _ => mean <= Number,
        };
    }
}
