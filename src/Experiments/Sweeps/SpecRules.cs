using System.Globalization;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>
/// The rules of the sweep file for a <see cref="SweepSpec"/>, however it came: written as YAML, given by flags, or sent as JSON. The
/// readers of files and flags refuse the same things before, with the line or the option; what passes here can be planned, trained and
/// remembered.
/// </summary>
public static class SpecRules
{
    /// <summary>No sweep file that a person wrote is longer, in bytes of UTF-8; a dataset given by mistake is.</summary>
    public const int LongestSource = 1 << 20;

    public const int MostAttempts = 1000;

    private static readonly Place At = new SpecPlace();

    /// <param name="source">The sweep file's own text.</param>
    /// <exception cref="BadInputException">It is not there, or too long to be kept.</exception>
    public static void CheckSource(string? source)
    {
        if (source is null || Encoding.UTF8.GetByteCount(source) > LongestSource)
            throw At.Error("source", string.Create(CultureInfo.InvariantCulture,
                $"must be the sweep file's text, at most {LongestSource} bytes; "
                    + $"submit the file itself, for instance deploy/sweeps/quickstart.yaml"));
    }

    /// <exception cref="BadInputException">A rule is broken.</exception>
    public static void Check([NotNull] SweepSpec? spec)
    {
        if (spec is not
            {
                Name: not null, Dataset.Name: not null, Model.Name: not null, Objective.Metric: not null, Space: not null,
                Sampler: not null,
            })
            throw new BadInputException(
                "The sweep is not whole: it needs a name, a dataset, a model, an objective, a space and a sampler; "
                    + "submit a sweep file, for instance deploy/sweeps/quickstart.yaml.");
        Words.Name(spec.Name, At);
        if (spec.Program is { } program)
            Check(program, spec);
        else
            Check(spec.Dataset);
        Check(spec.Model, spec.Program is not null);
        CheckObjective(spec);
        if (!Enum.IsDefined(spec.Precision))
            throw At.Error("precision", $"{spec.Precision}", $"is not known; known are {string.Join(", ", Words.Precisions)}");
        if (spec.Arithmetic is { } arithmetic)
            Words.Check("arithmetic", arithmetic, Words.Arithmetics, At);
        RequireWithin("maxAttempts", spec.MaxAttempts, 1, MostAttempts);
        if (spec.CheckpointEvery is { } every)
            CheckpointSection.Check(every, isProgram: spec.Program is { Continues: false }, At);
        if (spec.Sampler is RandomSampling random)
        {
            RequireWithin("random.trials", random.Trials, 1, SweepSpec.MaxTrials);
            Parameter.Seed.Require(random.Seed, At);
        }
        Check(spec.Space, spec.Sampler, ofProgram: spec.Program is not null);
        _ = new SpaceConditions(spec.Space, spec.Exclude, _ => At);
        if (spec.Notify is { } notify)
            NotifySection.Check(notify, At);
    }

    private static void Check(DatasetSpec dataset)
    {
        Words.Check("dataset", dataset.Name, DatasetSpec.Names, At);
        var size = Datasets.SizeOf(dataset.Name);
        RequireWithin("dataset.train", dataset.Train ?? 1, 1, size.Train);
        RequireWithin("dataset.validation", dataset.Validation ?? 1, 1, size.Validation);
    }

    /// <summary>The names of a space's hyperparameters.</summary>
    internal static IReadOnlyList<string> NamesOf(SearchSpace space) => [.. space.Axes.Select(axis => axis.Name)];

    private static void Check(ProgramSpec program, SweepSpec spec)
    {
        ProgramRules.Check(program, NamesOf(spec.Space), At);
        Words.Check("dataset", spec.Dataset.Name, ExperimentSection.Datasets, At);
        if (spec.Dataset is not { Train: null, Validation: null })
            throw At.Error("dataset", "has limits, which only a built-in network keeps; remove train and validation");
        if (spec.Sharing && !program.Continues)
            throw At.Error("sharing", ExperimentSection.SharingNeedsContinues);
        if (spec.Precision != Precision.Auto)
            throw At.Error("precision", $"{spec.Precision}", "is that of a built-in network; leave it out");
        if (spec.Arithmetic is { } arithmetic)
            throw At.Error("arithmetic", arithmetic, "is that of a built-in network; leave it out");
    }

    private static void Check(ModelSpec model, bool isProgram)
    {
        Words.Check("model", model.Name, isProgram ? [ModelSpec.Program] : ModelSpec.Names, At);
        RequireWithin("model.epochMilliseconds", model.EpochMilliseconds, 0, model.Name == ModelSpec.Simulated ? int.MaxValue : 0);
    }

    /// <summary>
    /// A sweep that waits for a number that never comes would have no winner. What a program measures is known only when it runs.
    /// </summary>
    private static void CheckObjective(SweepSpec spec)
    {
        ObjectiveText.Check(spec.Objective, At);
        if (spec.Program is null && !MetricNames.BuiltIn.Contains(spec.Objective.Metric))
            throw At.Error("objective", spec.Objective.Metric,
                $"is nothing that {spec.Model.Name} measures; it measures {string.Join(", ", MetricNames.BuiltIn)}");
        if (spec.Space[spec.Objective.Metric] is not null)
            throw At.Error("objective", spec.Objective.Metric, "is a hyperparameter of this sweep; name a metric that the program reports");
    }

    private static void Check(SearchSpace space, Sampler sampler, bool ofProgram)
    {
        foreach (var parameter in Parameter.Known)
            if (!ofProgram || parameter.WithinProgram is not null)
                Ranges.Check(parameter, space[parameter.Key], At);
        SpaceRules.CheckNames(space, ofProgram, At);
        foreach (var (parameter, distribution) in Parameter.In(space))
        {
            Ranges.Check(parameter, distribution, At);
            if (!ofProgram && distribution.When is not null)
                throw At.Error(parameter.Key, "has a when, and the built-in network needs all of its hyperparameters; leave it out");
            if (sampler is GridSampling)
                Ranges.RequirePoints(parameter, distribution, At);
        }
    }

    private static void RequireWithin(string key, int value, int least, int most)
    {
        if (value < least || value > most)
            throw At.Error(
                key,
                FormattableString.Invariant($"{value}"),
                FormattableString.Invariant($"must be a whole number from {least} to {most}"));
    }
}
