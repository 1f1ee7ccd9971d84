using System.Globalization;
using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Programs;

/// <summary>Lines in, what they mean out: each case is what a program prints and all that is heard of it.</summary>
public class ProgramOutputTests
{
    [Theory]
    [InlineData("an epoch is told when its line is there; the last one when the program is done",
        """{"epoch": 1, "f1": 0.5}|{"epoch": 2, "f1": 0.625}|{"epoch": 3, "f1": 0.75}""", "1 f1=0.5|2 f1=0.625|end|3 f1=0.75")]
    [InlineData("a report without an epoch is the last epoch's, over what that said itself",
        """{"epoch": 1, "f1": 0.5}|{"epoch": 2, "f1": 0.6}|{"epoch": 3, "f1": 0.7, "loss": 2}|{"test": 0.5, "f1": 0.75}""",
        "1 f1=0.5|2 f1=0.6|end|3 f1=0.75 loss=2 test=0.5")]
    [InlineData("of epochs that were never reported nothing is known",
        """{"f1": 0.75}""", "end|1|2|3 f1=0.75")]
    [InlineData("a program that ends early says so with a report without an epoch",
        """{"epoch": 1, "f1": 0.5}|{"f1": 0.75}""", "1 f1=0.5|end|2|3 f1=0.75")]
    [InlineData("steps are progress, with the loss where it is said",
        """{"step": 120, "steps": 500, "loss": 1.5}|{"step": 3, "epoch": 1, "f1": 9}|{"f1": 1}""",
        "step 120/500 1.5|step 3/0 NaN|end|1|2|3 f1=1")]
    [InlineData("numbers that are not finite are written as Python writes them, or as texts",
        """{"f1": 1, "loss": NaN, "a": -Infinity, "b": "Infinity", "c": 1e999, "d": "NaN or \" NaN"}""",
        "end|1|2|3 f1=1 loss=NaN a=-Infinity b=Infinity c=Infinity")]
    [InlineData("what is no number is not looked at, and neither are words that are no metric",
        """{"f1": 1, "phase": "train", "best": true, "seed": 3, "epochs": 3, "more": {"x": 1}, "list": [1], "none": null}""",
        "end|1|2|3 f1=1")]
    [InlineData("every other line is log", """Epoch 1|{'epoch': 1, 'f1': 0.5}|[1, 2]|7|{"a": "b"}||{"f1": 1}""", "end|1|2|3 f1=1")]
    [InlineData("a program may say how long its epoch took", """{"f1": 1, "seconds": 2.5}""", "end|1|2|3 f1=1 in 2.5")]
    [InlineData("nothing at all",
        "", "end|! The program exited with 0 and reported nothing: print a JSON object with numbers on a line of stdout, "
            + """for instance {"f1": 0.5}, or find them in its text with metrics:.""")]
    [InlineData("nothing but what looks like it",
        """hello|{'f1': 0.5}""", "end|! The program exited with 0 and reported nothing: print a JSON object with numbers on a line of stdout, "
            + """for instance {"f1": 0.5}, or find them in its text with metrics:. Line 2 begins like a report and is none: {'f1': 0.5}""")]
    [InlineData("epoch 0", """{"epoch": 0, "f1": 0.5}""", "! Line 1 reports epoch 0: count epochs from 1.")]
    [InlineData("half an epoch", """{"epoch": 0.5, "f1": 0.5}""",
        "! Line 1 reports epoch 0.5: an epoch is a whole number from 1; how far one has come is said with step and steps.")]
    [InlineData("an epoch left out", """{"epoch": 1, "f1": 0.5}|x|{"epoch": 3, "f1": 0.5}""",
        "1 f1=0.5|! Line 3 reports epoch 3 after epoch 1: report every epoch once, in order, from 1.")]
    [InlineData("the first left out", """{"epoch": 2, "f1": 0.5}""",
        "! Line 1 reports epoch 2 first: report every epoch once, in order, from 1.")]
    [InlineData("an epoch again", """{"epoch": 1, "f1": 0.5}|{"epoch": 1, "loss": 0.5}""",
        "1 f1=0.5|! Line 2 reports epoch 1 again: say all numbers of an epoch on one line.")]
    [InlineData("back in time", """{"epoch": 1, "f1": 0.5}|{"epoch": 2, "f1": 0.5}|{"epoch": 1, "f1": 0.5}""",
        "1 f1=0.5|2 f1=0.5|! Line 3 reports epoch 1 after epoch 2: report every epoch once, in order, from 1.")]
    [InlineData("more epochs than there are", """{"epoch": 1, "f1": 0}|{"epoch": 2, "f1": 0}|{"epoch": 3, "f1": 0}|{"epoch": 4, "f1": 0}""",
        "1 f1=0|2 f1=0|! Line 4 reports epoch 4, and this run has 3: train as many as SWEEP_EPOCHS says.")]
    [InlineData("an epoch after the end", """{"f1": 0.5}|{"epoch": 1, "f1": 0.5}""",
        "! Line 2 reports epoch 1 after line 1, a report without an epoch, which is the last: say the epoch in all but the last.")]
    [InlineData("two ends", """{"f1": 0.5}|{"f1": 0.6}""",
        "! Line 2 is a second report without an epoch, after line 1: say the epoch in all but the last.")]
    [InlineData("an end too early", """{"epoch": 1, "f1": 0.5}""",
        "1 f1=0.5|end|! The program exited with 0 after epoch 1 of 3: report every epoch up to SWEEP_EPOCHS, or, where it ends "
            + "earlier, print what it achieved in a last report without an epoch.")]
    [InlineData("no objective", """{"accuracy": 0.5, "F1": 0.25}""",
        "end|1|2|! The program ended without a value of f1, which is the sweep's objective: it reported accuracy, F1; did the objective mean 'F1'?")]
    [InlineData("no objective, and nothing like it", """{"accuracy": 0.5}""",
        "end|1|2|! The program ended without a value of f1, which is the sweep's objective: it reported accuracy; report it, or name another objective.")]
    [InlineData("a name that is none", """{"val/f1": 0.5}""",
        "! Line 1 reports 'val/f1': the name of a metric must be ASCII letters, digits and '_', at most 64, start with a letter, "
            + "and be no word that means something else in Sweep (epoch, seconds, step, seed, trial, state, run, and columns of results).")]
    [InlineData("the name of a hyperparameter", """{"epoch": 1, "lr": 0.5}""",
        "! Line 1 reports 'lr', which is a hyperparameter: give the metric another name.")]
    [InlineData("one name twice", """{"f1": 0.5, "f1": 0.6}""", "! Line 1 says 'f1' twice: say every number once.")]
    public void WhatIsPrinted_MeansThis(string _, string printed, string heard) =>
        Assert.Equal(heard, Heard(Rules(), Lines(printed)));

    [Theory]
    [InlineData("goes on after it", """{"epoch": 3, "f1": 3}|{"epoch": 4, "f1": 4}""", "3 f1=3|end|4 f1=4")]
    [InlineData("goes on from an earlier state", """{"epoch": 2, "f1": 2}|{"epoch": 3, "f1": 3}|{"epoch": 4, "f1": 4}""", "3 f1=3|end|4 f1=4")]
    [InlineData("begins anew", """{"epoch": 1, "f1": 1}|{"epoch": 2, "f1": 2}|{"epoch": 3, "f1": 3}|{"epoch": 4, "f1": 4}""", "3 f1=3|end|4 f1=4")]
    [InlineData("tells its last only", """{"f1": 4}""", "end|3|4 f1=4")]
    [InlineData("is ahead", """{"epoch": 4, "f1": 4}""",
        "ahead: The program was to continue after epoch 2, and line 1 reports epoch 4 first: its checkpoint was written again before the epoch was reported.")]
    [InlineData("leaves one out", """{"epoch": 1, "f1": 1}|{"epoch": 3, "f1": 3}""",
        "! Line 2 reports epoch 3 after epoch 1: report every epoch once, in order, from 1.")]
    public void AProgramThatContinuesAfterEpoch2(string _, string printed, string heard) =>
        Assert.Equal(heard, Heard(Rules() with { FromEpoch = 2, ToEpoch = 4 }, Lines(printed)));

    [Theory]
    [InlineData("the last value of each is the end", "F1: 0.5|F1=0.75|loss 2 loss 3|done", "end|1|2|3 f1=0.75 loss=3")]
    [InlineData("a report beside them comes first", """F1: 0.5|{"f1": 0.25}""", "end|1|2|3 f1=0.25")]
    [InlineData("what is found and is no number", "F1: 0.5.", "! Line 1 has '0.5.' where the pattern of f1 has its number: "
        + "make the group in its parentheses match the number and nothing else.")]
    [InlineData("nothing is found", "f1 0.5|{", "end|! The program exited with 0 and reported nothing: print a JSON object with numbers on a line "
        + """of stdout, for instance {"f1": 0.5}, or find them in its text with metrics:. Line 2 begins like a report and is none: {""")]
    public void NumbersInText_WithoutEpochs_AreTheEnd(string _, string printed, string heard) =>
        Assert.Equal(heard, Heard(Rules(("f1", @"F1[:=]\s*([0-9.eE+-]+)"), ("loss", @"loss (\S+)")), Lines(printed)));

    [Theory]
    [InlineData("on one line", "Epoch 1/3 F1: 0.5|Epoch 2/3 F1: 0.6|Epoch 3/3 F1: 0.75", "1 f1=0.5|2 f1=0.6|end|3 f1=0.75")]
    [InlineData("on lines that follow, the last of which count", "F1: 9|Epoch 1|F1: 0.1|F1: 0.5|Epoch 2|F1: 0.6|Epoch 3|F1: nan|F1: 0.75",
        "1 f1=0.5|2 f1=0.6|end|3 f1=0.75")]
    [InlineData("said again and again", "Epoch 1 step 1|Epoch 1 step 2 F1: 0.5|Epoch 2 step 1|Epoch 3 step 1 F1: 1", "1 f1=0.5|2|end|3 f1=1")]
    [InlineData("counted from 0", "Epoch 0 F1: 0.5|Epoch 1 F1: 0.6|Epoch 2 F1: 0.75", "1 f1=0.5|2 f1=0.6|end|3 f1=0.75")]
    [InlineData("too few", "Epoch 1 F1: 0.5|Epoch 2 F1: 0.6", "1 f1=0.5|end|2 f1=0.6|! The program exited with 0 after epoch 2 of 3: report every "
        + "epoch up to SWEEP_EPOCHS, or, where it ends earlier, print what it achieved in a last report without an epoch.")]
    [InlineData("one left out", "Epoch 1 F1: 0.5|Epoch 3 F1: 0.6", "! Line 2 reports epoch 3 after epoch 1: report every epoch once, in order, from 1.")]
    public void NumbersInText_BelongToTheEpochThatIsCounted(string _, string printed, string heard) =>
        Assert.Equal(heard, Heard(Rules(("epoch", @"Epoch (\d+)"), ("f1", @"F1[:=]\s*(\S+)")), Lines(printed)));

    [Theory]
    [InlineData("log", false, "remark: Line 1 is too long to be read, and its log is not exact: print at most 1 MiB on a line.")]
    [InlineData(" {", false, "! Line 1 begins like a report and is too long to be read: print at most 1 MiB on a line.")]
    [InlineData("log", true, "! Line 1 is too long to be read, and a pattern might match there: print at most 1 MiB on a line.")]
    public void ALineThatIsTooLong_IsTold_AndEndsTheRunWhereAReportCouldBeInIt(string text, bool patterns, string heard) => Assert.Equal(
        $"{heard}", Heard(patterns ? Rules(("f1", "F1 (.*)")) : Rules(), [new(1, text, LineFlaw.TooLong)], end: false));

    [Theory]
    [InlineData("log", "remark: Line 1 is not UTF-8, and its log is not exact: print UTF-8 (for Python: env: { PYTHONIOENCODING: utf-8 }).")]
    [InlineData("{", "! Line 1 begins like a report and is not UTF-8: print UTF-8 (for Python: env: { PYTHONIOENCODING: utf-8 }).")]
    public void ALineThatIsNotUtf8_IsTold_AndEndsTheRunWhereItMayBeAReport(string text, string heard) =>
        Assert.Equal(heard, Heard(Rules(), [new(1, text, LineFlaw.NotUtf8)], end: false));

    [Fact]
    public void MoreMetricsThanAReportMayHave_AreRefused() => Assert.Equal(
        "! Line 1 reports 65 metrics: report at most 64 of an epoch.",
        Heard(Rules(), [new(1, $"{{{string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"m{i}\": 1"))}}}")]));

    private static OutputRules Rules(params (string Name, string Pattern)[] patterns) => new(
        0, 3, "f1", ["lr", "epochs", "seed"], new(patterns.Select(pattern => KeyValuePair.Create(pattern.Name, pattern.Pattern))));

    private static IEnumerable<OutputLine> Lines(string printed) => printed.Split('|').Select((text, i) => new OutputLine(i + 1, text));

    /// <summary>In the order in which it is heard; nothing more after a violation, and <c>end</c> where the program exits with 0.</summary>
    private static string Heard(OutputRules rules, IEnumerable<OutputLine> lines, bool end = true)
    {
        var output = new ProgramOutput(rules);
        var heard = new List<string>();
        foreach (var line in lines)
        {
            if (output.Take(line) is not { } said)
                continue;
            heard.Add(Text(said));
            if (said is Violation or CheckpointAhead)
                return string.Join('|', heard);
        }
        return string.Join('|', end ? [.. heard, "end", .. output.End().Select(Text)] : heard);
    }

    private static string Text(Statement said) => said switch
    {
        EpochReport report => string.Join(' ',
        [
            report.Epoch.ToString(CultureInfo.InvariantCulture),
            .. report.Values.Select(value => FormattableString.Invariant($"{value.Key}={value.Value:R}")),
            .. report.Seconds is { } seconds ? [FormattableString.Invariant($"in {seconds:R}")] : Array.Empty<string>(),
        ]),
        StepReport step => FormattableString.Invariant($"step {step.Step}/{step.Steps} {step.Loss:R}"),
        Violation wrong => $"! {wrong.Sentence}",
        CheckpointAhead ahead => $"ahead: {ahead.Sentence}",
        Remark remark => $"remark: {remark.Sentence}",
        _ => said.ToString(),
    };
}
