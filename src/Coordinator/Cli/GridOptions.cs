using System.CommandLine;
using Sweep.Coordinator.Cli.Programs;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Cli;

/// <summary>What <c>plan</c>, <c>run</c> and <c>submit</c> take: a sweep file, or a grid spelt out in options.</summary>
public static class GridOptions
{
    private static readonly Argument<string?> File = new("file")
    {
        Description = "A sweep file (YAML), for instance deploy/sweeps/quickstart.yaml.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Name = Text(
        "--name", "Name of the sweep (default: made from the grid, so that the same command continues it).", "name");
    private static readonly Option<string?> Dataset = Text("--dataset", "cifar10 or shapes10.", "name");
    private static readonly Option<string?> Train = Text("--train", "Only the first so many training images.", "images");
    private static readonly Option<string?> Validation = Text("--validation", "Only the first so many validation images.", "images");
    private static readonly Option<string?> Model = Text(
        "--model", "notebook-cnn (the default), or simulated:20 for curves that take 20 ms an epoch.", "name");
    private static readonly Option<string?> Objective = Text(
        "--objective", "valAccuracy (the default, maximised), valLoss (minimised), or a metric with its direction: max:f1, min:perplexity.",
        "name");
    private static readonly IReadOnlyList<(string Name, Option<string?> Option)> Hyperparameters =
        [.. GridFlags.Hyperparameters.Select(one => (one.Name, Text(one.Option, one.Help, "values")))];
    private static readonly Option<string?> Precision = Text("--precision", "auto (the default), fp32 or mixed.", "name");
    private static readonly Option<bool> NoSharing = new("--no-sharing")
    {
        Description = "Train every trial alone, also those that differ only in epochs.",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Other values for a hyperparameter of the sweep file, or one more: dropout=0,0.25 or lr=log:1e-4:1e-1:7 or "
            + "optimizer=adamw,sgd; can be given several times.",
        HelpName = "name=values",
    };

    private static readonly IReadOnlyList<Option<string?>> Grid =
        [Name, Dataset, Train, Validation, Model, Objective, .. Hyperparameters.Select(one => one.Option), Precision];

    static GridOptions()
    {
        Dataset.Completes(DatasetSpec.Names);
        Model.Completes(ModelSpec.Names);
        Objective.Completes("valAccuracy", "valLoss", "max:", "min:");
        Precision.Completes("auto", "fp32", "mixed");
    }

    public static void AddTo(Command command)
    {
        command.Arguments.Add(File);
        foreach (var option in Grid)
            command.Options.Add(option);
        command.Options.Add(NoSharing);
        command.Options.Add(Set);
    }

    /// <summary>What of a program's code is meant where a sweep is submitted again.</summary>
    internal static Option<bool> SameCodeIsFine() => new(PinnedCode.Option)
    {
        Description = "Go on with the code that the sweep was submitted with, although its folder has changed.",
    };

    internal static Grid Read(ParseResult parsed)
    {
        if (parsed.GetValue(File) is not { } path)
        {
            var spec = Flags(parsed).ToSpec();
            return new(spec, SweepFileText.Of(spec), null);
        }
        if (Grid.FirstOrDefault(option => parsed.GetValue(option) is not null) is { } extra)
            throw new BadInputException(
                $"{extra.Name} is given beside the sweep file {path}; {Instead(extra, parsed)}"
                    + $"write it in the file, or leave the file out and give the grid in options.");
        return ReadFile(path, parsed.GetValue(Set), noSharing: parsed.GetValue(NoSharing));
    }

    /// <summary>What a hyperparameter's own option is beside a file.</summary>
    private static string Instead(Option<string?> extra, ParseResult parsed) =>
        Hyperparameters.FirstOrDefault(one => one.Option == extra).Name is { } name
            ? $"change its space with --set {name}={parsed.GetValue(extra)}, "
            : "";

    /// <param name="set">What <c>--set</c> changes of its space.</param>
    /// <param name="noSharing">Whether every trial is trained alone, whatever the file says.</param>
    internal static Grid ReadFile(string path, string[]? set = null, bool noSharing = false)
    {
        var (read, source) = SweepFile.Parse(SweepFile.ReadText(path), path, set ?? []);
        var (packed, code) = PackedCode.Of(noSharing ? read with { Sharing = false } : read, IsAFile(path) ? path : null);
        return new(packed, source, code);
    }

    /// <summary>What comes out of a pipe or from a terminal lies in no folder.</summary>
    private static bool IsAFile(string path) =>
        !(path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static GridFlags Flags(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(Name),
        Dataset = parsed.GetValue(Dataset),
        Train = parsed.GetValue(Train),
        Validation = parsed.GetValue(Validation),
        Model = parsed.GetValue(Model),
        Objective = parsed.GetValue(Objective),
        Values = Hyperparameters.Where(one => parsed.GetValue(one.Option) is not null)
            .ToDictionary(one => one.Name, one => parsed.GetValue(one.Option)!),
        Set = parsed.GetValue(Set) ?? [],
        Precision = parsed.GetValue(Precision),
        Sharing = !parsed.GetValue(NoSharing),
    };

    private static Option<string?> Text(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value };
}
