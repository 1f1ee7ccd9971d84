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
    public string? LearningRate { get; init; }
    public string? Epochs { get; init; }
    public string? WeightDecay { get; init; }
    public string? BatchSize { get; init; }
    public string? Seed { get; init; }
    public string? Precision { get; init; }
    public bool Sharing { get; init; } = true;

    /// <summary>
    /// The checked spec. Without a name the sweep is called after a hash of everything else, so that the same command continues
    /// the same sweep.
    /// </summary>
    public SweepSpec ToSpec()
    {
        var dataset = Words.Check("dataset",
            Require(Dataset, "--dataset", "--dataset shapes10"), DatasetSpec.Names, new OptionPlace("--dataset"));
        var size = Datasets.SizeOf(dataset);
        var spec = new SweepSpec(
            "",
            new(dataset, Limit("--train", Train, dataset, size.Train), Limit("--validation", Validation, dataset, size.Validation)),
            ModelOf(Model ?? ModelSpec.NotebookCnn),
            Objective is null ? Sweeps.Objective.ValAccuracy : ObjectiveText.Read(Objective, new OptionPlace("--objective")),
            SearchSpace.Of(Parameter.Known.Select(parameter => new Axis(
                parameter.Key,
                Typed(parameter) is { } text ? Points(parameter, text) : new Choice([parameter.Otherwise!.Value])))),
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

    private static string Require(string? value, string option, string example) => value
        ?? throw new BadInputException(
            $"Neither a sweep file nor {option} is given; give a file, for instance deploy/sweeps/quickstart.yaml, or {example}.");

    private string? Typed(Parameter parameter) => parameter.Key switch
    {
        "lr" => Require(LearningRate, "--lr", "--lr log:1e-4:1e-2:5"),
        "epochs" => Require(Epochs, "--epochs", "--epochs 1,3"),
        "weightDecay" => WeightDecay,
        "batchSize" => BatchSize,
        "seed" => Seed,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
    };

    private static Distribution Points(Parameter parameter, string text)
    {
        var option = DistributionText.OptionOf(parameter);
        var distribution = DistributionText.Parse(option, text);
        Ranges.RequirePoints(parameter, distribution, new OptionPlace(option));
        return distribution;
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
