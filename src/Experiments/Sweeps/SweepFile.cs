using System.Globalization;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>
/// Reads sweep files: YAML to a checked, complete <see cref="SweepSpec"/>. Whatever is wrong is a <see cref="BadInputException"/>
/// that names file, line, key, value and remedy.
/// </summary>
public static class SweepFile
{
    /// <summary>No sweep file that a person wrote is longer; a dataset given by mistake is.</summary>
    private const int MaxBytes = SpecRules.LongestSource;

    /// <summary>The file's own text, which is kept for provenance.</summary>
    public static string ReadText(string path)
    {
        if (Directory.Exists(path))
            throw new BadInputException($"{path} is a folder; give the path of a sweep file in it.");
        if (!File.Exists(path))
            throw new BadInputException(
                $"There is no sweep file '{path}'; give the path of a YAML file, for instance deploy/sweeps/quickstart.yaml.");
        try
        {
            return TextOf(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path} cannot be read ({e.Message}); check its permissions.");
        }
    }

    /// <summary>Read rather than measured: a link, a pipe or a device has another length than what comes out of it.</summary>
    private static string TextOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[MaxBytes + 1];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > MaxBytes)
            throw new BadInputException(
                $"{path} is larger than a megabyte and no sweep file; "
                    + "give the path of a YAML file, for instance deploy/sweeps/quickstart.yaml.");
        using var text = new StreamReader(new MemoryStream(bytes, 0, count));
        return text.ReadToEnd();
    }

    /// <param name="fileName">How errors name the file.</param>
    public static SweepSpec Parse(string yaml, string fileName) => Read(Map(yaml, fileName), fileName);

    /// <summary>The sweep of a file whose space is changed, and the text of the file that says the same.</summary>
    /// <param name="changes">Each as <c>name=values</c>: other values for a hyperparameter, or one more.</param>
    public static (SweepSpec Spec, string Source) Parse(string yaml, string fileName, IReadOnlyList<string> changes)
    {
        if (changes.Count == 0)
            return (Parse(yaml, fileName), yaml);
        var file = Map(yaml, fileName);
        var read = SpaceChange.Read(changes);
        var spec = Read(SpaceChange.Applied(read, file), fileName);
        var source = SpaceChange.Written(read, file, yaml);
        return ReadsBack() ? (spec, source) : throw new BadInputException(
            $"{fileName}: its space is written in a way in which {SpaceChange.Option} cannot change it; change the file itself.");

        bool ReadsBack()
        {
            try
            {
                return Parse(source, fileName) == spec;
            }
            catch (BadInputException)
            {
                return false;
            }
        }
    }

    private static YamlMap Map(string yaml, string fileName) => YamlTree.Parse(yaml, fileName) as YamlMap
        ?? throw new BadInputException(
            $"{fileName}, line 1: this is no sweep file, which consists of keys and values; "
                + $"write for instance name: first, dataset: shapes10, space: {{ lr: [1e-3, 3e-3], epochs: 3 }}.");

    private static SweepSpec Read(YamlMap map, string fileName)
    {
        var file = YamlSection.Of(
            fileName, "", map, "name", "dataset", "model", "objective", "space", "sampler", "precision", "arithmetic", "maxAttempts",
            "sharing", "checkpointEvery", "notify", "experiment", "metrics", "exclude");
        var name = file.Require("name", "name: first-sweep");
        var sampler = Sampler(file);
        var isProgram = ExperimentSection.IsIn(file);
        if (isProgram)
            ExperimentSection.RefuseWhatIsOfTheNetwork(file);
        var space = SpaceSection.Read(file, sampler, isProgram);
        var spec = new SweepSpec(
            Words.Name(file.Text("name", name, "write for instance name: first-sweep"), file.At(name)),
            Dataset(file, isProgram),
            isProgram ? new(ModelSpec.Program) : Model(file),
            file.Find("objective") is { } objective ? ObjectiveText.Read(file, objective) : Objective.ValAccuracy,
            space,
            sampler,
            file.Find("precision") is { } precision ? Words.Precision(file.Word("precision", precision, Words.Precisions)) : Precision.Auto,
            file.Find("maxAttempts") is { } attempts
                ? file.WholeNumber("maxAttempts", attempts, 1, SpecRules.MostAttempts, "write for instance maxAttempts: 3")
                : SweepSpec.DefaultMaxAttempts,
            file.Find("sharing") is { } sharing ? file.Switch("sharing", sharing) : !isProgram)
        {
            Notify = NotifySection.Of(file),
            Arithmetic = file.Find("arithmetic") is { } arithmetic
                ? Words.Arithmetic(file.Word("arithmetic", arithmetic, Words.Arithmetics))
                : null,
            CheckpointEvery = CheckpointSection.Of(file),
            Exclude = SpaceSection.Exclude(file, space),
            Program = ExperimentSection.Of(file, SpecRules.NamesOf(space)),
        };
        SpecRules.Check(spec);
        return spec;
    }

    private static DatasetSpec Dataset(YamlSection file, bool isProgram)
    {
        if (isProgram)
            return ExperimentSection.Dataset(file);
        var node = file.Require("dataset", "dataset: shapes10");
        if (node is not YamlMap map)
            return new(file.Word("dataset", node, DatasetSpec.Names), null, null);
        var section = YamlSection.Of(file.File, "dataset", map, "name", "train", "validation");
        var name = section.Word("dataset.name", section.Require("name", "name: shapes10"), DatasetSpec.Names);
        var size = Datasets.SizeOf(name);
        return new(name, Limit(section, "train", name, size.Train), Limit(section, "validation", name, size.Validation));
    }

    private static int? Limit(YamlSection dataset, string key, string name, int most) => dataset.Find(key) is { } node
        ? dataset.WholeNumber($"dataset.{key}", node, 1, most, $"{name} has {most} images there, and without {key} all of them are used")
        : null;

    /// <summary>Before the milliseconds of an epoch, as <c>--model</c> takes them.</summary>
    private const string OnTheCommandLine = $"{ModelSpec.Simulated}:";

    private static ModelSpec Model(YamlSection file)
    {
        if (file.Find("model") is not { } node)
            return new(ModelSpec.NotebookCnn);
        if (node is YamlScalar { Text: var text } && text.StartsWith(OnTheCommandLine, StringComparison.Ordinal))
        {
            var given = int.TryParse(text.AsSpan(OnTheCommandLine.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            throw file.At(node).Error("model", text, FormattableString.Invariant(
                $"is how an option says it; in a file write model: {{ name: simulated, epochMilliseconds: {(given ? number : 20)} }}"));
        }
        if (node is not YamlMap map)
            return new(file.Word("model", node, ModelSpec.Names));
        var section = YamlSection.Of(file.File, "model", map, "name", "epochMilliseconds");
        var name = section.Word("model.name", section.Require("name", "name: notebook-cnn"), ModelSpec.Names);
        if (section.Find("epochMilliseconds") is not { } milliseconds)
            return new(name);
        if (name != ModelSpec.Simulated)
            throw section.At(milliseconds).Error("epochMilliseconds",
                $"is only for the model simulated; remove it or write name: simulated");
        return new(name,
            section.WholeNumber("model.epochMilliseconds", milliseconds, 0, int.MaxValue, "write for instance epochMilliseconds: 20"));
    }

    private static Sampler Sampler(YamlSection file)
    {
        const string Remedy = "write sampler: grid or sampler: { random: { trials: 20, seed: 0 } }";
        if (file.Find("sampler") is not { } node)
            return new GridSampling();
        if (node is YamlScalar { Text: "random" })
            throw file.At(node).Error("sampler", "random", $"needs a number of trials; {Remedy}");
        if (node is not YamlMap map)
        {
            file.Word("sampler", node, ["grid"]);
            return new GridSampling();
        }
        var section = YamlSection.Of(file.File, "sampler", map, "random");
        if (section.Require("random", "random: { trials: 20 }") is not YamlMap inner)
            throw section.Wrong("random", section.Find("random")!, Remedy);
        var random = YamlSection.Of(file.File, "random", inner, "trials", "seed");
        return new RandomSampling(
            random.WholeNumber(
                "random.trials", random.Require("trials", "trials: 20"), 1, SweepSpec.MaxTrials, "write for instance trials: 20"),
            random.Find("seed") is { } seed
                ? (long)Parameter.Seed.Read(random.NumberText("random.seed", seed, "write for instance seed: 0"), random.At(seed))
                : 0);
    }
}
