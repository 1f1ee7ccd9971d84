using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>Reads <c>experiment:</c> and <c>metrics:</c> of a sweep file.</summary>
internal static class ExperimentSection
{
    private const string Example = "write for instance experiment: { command: [python3, train.py, --lr, \"{lr}\"] }";
    private const string DurationRemedy = "write for instance 90s, 30m or 2h";

    public static bool IsIn(YamlSection file) => file.Find(ProgramRules.Section) is not null;

    /// <param name="names">Of the hyperparameters.</param>
    /// <returns>Null where the file has none.</returns>
    public static ProgramSpec? Of(YamlSection file, IReadOnlyList<string> names)
    {
        if (file.Find(ProgramRules.Section) is not { } node)
        {
            return file.Find(ProgramRules.Metrics) is { } lost
                ? throw file.At(lost).Error(ProgramRules.Metrics,
                    "is only for a program, whose numbers it finds in what the program prints; remove it or write experiment: too")
                : null;
        }
        if (node is not YamlMap map)
            throw file.Wrong(ProgramRules.Section, node, Example);
        var section = YamlSection.Of(
            file.File, ProgramRules.Section, map, "command", "folder", "continues", "setup", "env", "secretEnv", "timeout", "stall",
            "divergedWhen");
        var program = new ProgramSpec(Command(section, names))
        {
            Folder = section.Find("folder") is { } folder
                ? section.Text("experiment.folder", folder, "write for instance folder: ., or folder: none where the program needs none")
                : null,
            Continues = section.Find("continues") is { } continues && section.Switch("experiment.continues", continues),
            Patterns = Patterns(file),
            Setup = section.Find("setup") is { } setup
                ? Words(section, ProgramRules.Setup, setup, names: null, "write for instance setup: [pip, install, -r, requirements.txt]")
                : null,
            Environment = Environment(section),
            TimeoutSeconds = Seconds(section, "timeout", ProgramRules.Timeout),
            StallSeconds = Seconds(section, "stall", ProgramRules.Stall),
            DivergedWhen = section.Find("divergedWhen") is { } condition
                ? section.Text("experiment.divergedWhen", condition, "write for instance divergedWhen: 'gradNorm > 1e6'")
                : null,
        };
        program = program with { SecretEnvironment = Secrets(section, program) };
        if (ProgramEnvironment.Refusal(names) is { } clash)
            throw new BadInputException($"{file.File}: {clash}");
        ProgramRules.Check(program, names, section.At(map));
        if (!program.Continues && file.Find("sharing") is { } sharing && file.Switch("sharing", sharing))
            throw file.At(sharing).Error("sharing", SharingNeedsContinues);
        return program;
    }

    /// <summary>What is said beside <c>experiment:</c> and is about the built-in network is a mistake, or meant for the program.</summary>
    public static void RefuseWhatIsOfTheNetwork(YamlSection file)
    {
        if (file.Find("model") is { } model)
            throw file.At(model).Error("model",
                "is beside experiment:, which says what is trained; remove model, or experiment where a built-in network is meant");
        if (file.Find("precision") is { } precision)
            throw file.At(precision).Error("precision",
                "is that of the built-in network; remove it, and where the program has one make it a hyperparameter of the space");
        if (file.Find("arithmetic") is { } arithmetic)
            throw file.At(arithmetic).Error("arithmetic", "is that of the built-in network; remove it");
    }

    /// <summary>What a program can be trained on that Sweep brings to its machine.</summary>
    public static readonly IReadOnlyList<string> Datasets = [DatasetSpec.None, DatasetSpec.Cifar10];

    public const string SharingNeedsContinues =
        "is on, but the program does not continue from checkpoints; write experiment.continues: true where it does, or leave sharing out";

    /// <summary>None where the file says nothing: most programs find their data themselves.</summary>
    public static DatasetSpec Dataset(YamlSection file)
    {
        if (file.Find("dataset") is not { } node)
            return new(DatasetSpec.None, null, null);
        if (node is YamlMap)
            throw file.Wrong("dataset", node, "a program is given whole datasets, so write dataset: cifar10");
        return new(file.Word("dataset", node, Datasets), null, null);
    }

    private static ImmutableArray<string> Command(YamlSection section, IReadOnlyList<string> names) => Words(
        section, ProgramRules.Command, section.Require("command", "command: [python3, train.py, --lr, \"{lr}\"]"), names,
        ProgramRules.CommandRemedy);

    /// <summary>A list is taken as it is; a line is split as a shell would split it.</summary>
    private static ImmutableArray<string> Words(
        YamlSection section, string key, YamlNode node, IReadOnlyList<string>? names, string remedy)
    {
        ImmutableArray<string> words;
        if (node is YamlList list)
            words = [.. list.Items.Select(item => Item(section, key, item, remedy))];
        else
        {
            words = CommandWords.Split(section.Text(key, node, remedy), out var problem);
            if (problem is not null)
                throw section.At(node).Error(key, problem);
        }
        ProgramRules.CheckCommand(key, words, names, section.At(node));
        return words;
    }

    /// <summary>A mapping in braces is what YAML makes of a placeholder without quotes.</summary>
    private static string Item(YamlSection section, string key, YamlNode item, string remedy) => item switch
    {
        YamlMap { Entries: [{ Key: var name, Value: YamlScalar { IsNothing: true } }] } =>
            throw section.At(item).Error(key, $"has {{{name}}} without quotes, which YAML takes for a section; write \"{{{name}}}\""),
        YamlScalar { Quoted: true, Text: var quoted } => quoted,
        _ => section.Text(key, item, remedy),
    };

    private static ImmutableSortedDictionary<string, string>? Patterns(YamlSection file)
    {
        const string Remedy = "write for instance metrics: { f1: 'F1=([0-9.]+)' }";
        if (file.Find(ProgramRules.Metrics) is not { } node)
            return null;
        if (node is not YamlMap { Entries.Count: > 0 } map)
            throw file.Wrong(ProgramRules.Metrics, node, Remedy);
        foreach (var entry in map.Entries)
        {
            var pattern = file.Text(ProgramRules.Metrics, entry.Value, Remedy);
            ProgramRules.CheckPatterns(new Dictionary<string, string> { [entry.Key] = pattern }, file.At(entry.Value));
        }
        return map.Entries.ToImmutableSortedDictionary(
            entry => entry.Key, entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal);
    }

    private static ImmutableSortedDictionary<string, string>? Environment(YamlSection section)
    {
        const string Remedy = "write for instance env: { OMP_NUM_THREADS: 1 }";
        if (section.Find("env") is not { } node)
            return null;
        if (node is not YamlMap map)
            throw section.Wrong(ProgramRules.Env, node, Remedy);
        foreach (var entry in map.Entries)
            ProgramRules.CheckVariable(entry.Key, Value(entry), section.At(entry.Value));
        return map.Entries.ToImmutableSortedDictionary(entry => entry.Key, Value, StringComparer.Ordinal);

        string Value(YamlEntry entry) => entry.Value is YamlScalar { Quoted: true, Text: var quoted }
            ? quoted
            : section.Text($"{ProgramRules.Env}.{entry.Key}", entry.Value, Remedy);
    }

    private static ImmutableArray<string>? Secrets(YamlSection section, ProgramSpec program)
    {
        const string Remedy = "write for instance secretEnv: [WANDB_API_KEY]; the value is taken from the agent's own environment";
        if (section.Find("secretEnv") is not { } node)
            return null;
        if (node is not YamlList list)
            throw section.Wrong(ProgramRules.SecretEnv, node, Remedy);
        foreach (var item in list.Items)
            ProgramRules.CheckSecret(section.Text(ProgramRules.SecretEnv, item, Remedy), program, section.At(item));
        return [.. list.Items.Select(item => ((YamlScalar)item).Text)];
    }

    private static double? Seconds(YamlSection section, string key, string path)
    {
        if (section.Find(key) is not { } node)
            return null;
        var text = section.Text(path, node, DurationRemedy);
        return DurationText.Parse(text)?.TotalSeconds ?? throw section.At(node).Error(path, text, DurationText.Rule);
    }
}
