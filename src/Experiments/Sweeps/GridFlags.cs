using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;
using Sweep.Files;

namespace Sweep.Experiments.Sweeps;

/// <summary>A grid given on the command line instead of a file: every option as it was typed, null where it was not.</summary>
public sealed record GridFlags
{
    public string? Name { get; init; }
    public string? Dataset { get; init; }
    public string? Train { get; init; }
    public string? Validation { get; init; }
    /// <summary>A model's name; <c>simulated:20</c> gives the milliseconds an epoch takes.</summary>
    public string? Model { get; init; }
    public string? Objective { get; init; }
    public string? Precision { get; init; }
    public bool Sharing { get; init; } = true;

    /// <summary>The values of hyperparameters by their names, as their own options have them.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The same as <c>--set</c> has them: <c>name=values</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>The hyperparameters that have options, each with its name, its option and what the help screen says of it.</summary>
    public static IReadOnlyList<(string Name, string Option, string Help)> Hyperparameters { get; } =
        [.. Parameter.Known.Select(parameter => (parameter.Key, parameter.Option, parameter.Help))];

    /// <summary>
    /// The checked spec. Without a name the sweep is called after a hash of everything else, so that the same command continues
    /// the same sweep.
    /// </summary>
    public SweepSpec ToSpec()
    {
        var dataset = Words.Check("dataset",
            Require(Dataset, "--dataset", "--dataset shapes10"), DatasetSpec.Names, new OptionPlace("--dataset"));
        var size = Datasets.SizeOf(dataset);
        var set = SpaceSection.OfNetwork(SpaceChange.Read(Set)).ToDictionary(axis => axis.Name, axis => axis.Distribution);
        var spec = new SweepSpec(
            "",
            new(dataset, Limit("--train", Train, dataset, size.Train), Limit("--validation", Validation, dataset, size.Validation)),
            ModelOf(Model ?? ModelSpec.NotebookCnn),
            Objective is null ? Sweeps.Objective.ValAccuracy : ObjectiveText.Read(Objective, new OptionPlace("--objective")),
            SearchSpace.Of(Parameter.Known.Select(parameter => new Axis(parameter.Key, Points(parameter, set)))),
            new GridSampling(),
            Precision is null
                ? Trials.Precision.Auto
                : Words.Precision(Words.Check("precision", Precision, Words.Precisions, new OptionPlace("--precision"))),
            SweepSpec.DefaultMaxAttempts,
            Sharing);
        spec = spec with { Name = Name is null ? NameFor(spec) : Words.Name(Name, new OptionPlace("--name")) };
        SpecRules.Check(spec);
        return spec;
    }

    private static string NameFor(SweepSpec spec) =>
        "grid-" + Sha256Name.Of(SweepFileText.WithoutName(spec))[..8];

    private static string Require(string? value, string option, string example) => value ?? throw Missing(option, example);

    private static BadInputException Missing(string option, string example) => new(
        $"Neither a sweep file nor {option} is given; give a file, for instance deploy/sweeps/quickstart.yaml, or {example}.");

    private Distribution Points(Parameter parameter, Dictionary<string, Distribution> set)
    {
        var place = new OptionPlace(parameter.Option);
        if (!Values.TryGetValue(parameter.Key, out var typed))
            return set.TryGetValue(parameter.Key, out var distribution)
                ? distribution
                : new Choice([parameter.Otherwise ?? throw Missing(parameter.Option, place.Assignment(parameter.Key, parameter.Grid))]);
        if (set.ContainsKey(parameter.Key))
            throw new SetPlace(parameter.Key).Error(parameter.Key, $"is given beside {parameter.Option}; keep one of them");
        var points = DistributionText.Parse(parameter.Option, typed);
        Ranges.RequirePoints(parameter, points, place);
        return points;
    }

    private static int? Limit(string option, string? text, string dataset, int most) => text is null ? null : WholeNumber(
        option, text, 1, most, $"{dataset} has {most} images there, and without {option} all of them are used");

    private static ModelSpec ModelOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var place = new OptionPlace("--model");
        var name = Words.Check("model", colon < 0 ? text : text[..colon], ModelSpec.Names, place);
        if (colon < 0)
            return new(name);
        if (name != ModelSpec.Simulated)
            throw place.Error("model", text, "gives milliseconds for an epoch, which is only for simulated; write --model simulated:20");
        return new(name, WholeNumber("--model", text[(colon + 1)..], 0, int.MaxValue, "write for instance --model simulated:20"));
    }

    private static int WholeNumber(string option, string text, int least, int most, string remedy)
    {
        var place = new OptionPlace(option);
        if (NumberText.Problem(text, out var value) is { } problem)
            throw place.Error(option, text, $"{problem}; {remedy}");
        return value >= least && value <= most && value == Math.Floor(value)
            ? (int)value
            : throw place.Error(option, text, FormattableString.Invariant($"must be a whole number from {least} to {most}; {remedy}"));
    }
}
