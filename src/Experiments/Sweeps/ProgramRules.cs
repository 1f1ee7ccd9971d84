using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>
/// What a program must be, however it came: written in a sweep file, sent as JSON, or given to an agent. Each rule knows the key that it is
/// about, so that the file's reader can name the line.
/// </summary>
public static class ProgramRules
{
    /// <summary>Of all its texts together, in bytes of UTF-8: it travels with every run, in a message of bounded length.</summary>
    public const int MostBytes = 32 * 1024;

    internal const string Section = "experiment";
    internal const string Command = "experiment.command";
    internal const string Setup = "experiment.setup";
    internal const string Env = "experiment.env";
    internal const string SecretEnv = "experiment.secretEnv";
    internal const string Timeout = "experiment.timeout";
    internal const string Stall = "experiment.stall";
    internal const string DivergedWhen = "experiment.divergedWhen";
    internal const string Metrics = "metrics";

    internal const string CommandRemedy = "write for instance command: [python3, train.py, --lr, \"{lr}\"]";

    private static readonly ImmutableArray<string> GivenBySweep = ["CUDA_VISIBLE_DEVICES"];

    /// <returns>What is wrong with a program that another machine sent, in one sentence; null where nothing is.</returns>
    public static string? Refusal(ProgramSpec program)
    {
        try
        {
            Check(program, names: null, new SpecPlace());
            return null;
        }
        catch (BadInputException bad)
        {
            return bad.Message;
        }
    }

    /// <param name="names">Of the hyperparameters; null where they are not known.</param>
    /// <exception cref="BadInputException">A rule is broken.</exception>
    internal static void Check(ProgramSpec program, IReadOnlyList<string>? names, Place at)
    {
        CheckCommand(Command, program.Command, names, at);
        if (program.Setup is { } setup)
            CheckCommand(Setup, setup, names: null, at);
        if (names is not null && ProgramEnvironment.Refusal(names) is { } clash)
            throw new BadInputException(clash);
        CheckPatterns(program.Patterns ?? ImmutableSortedDictionary<string, string>.Empty, at);
        foreach (var (name, value) in program.Environment ?? ImmutableSortedDictionary<string, string>.Empty)
            CheckVariable(name, value, at);
        foreach (var name in program.SecretEnvironment ?? [])
            CheckSecret(name, program, at);
        CheckSeconds(Timeout, program.TimeoutSeconds, at);
        CheckSeconds(Stall, program.StallSeconds, at);
        if (program.DivergedWhen is { } condition)
            CheckDivergence(condition, at);
        if (program.Code is { } code && !HexForm.IsSha256(code))
            throw at.Error("experiment.code", Texts.Plain(code), "is no SHA-256; submit the sweep file itself, and its folder is packed");
        if (BytesOf(program) > MostBytes)
            throw at.Error(Section, string.Create(CultureInfo.InvariantCulture,
                $"is longer than {MostBytes} bytes altogether; move what is long into a file of the folder"));
    }

    private static void CheckDivergence(string condition, Place at)
    {
        try
        {
            _ = new DivergenceRule(null, condition);
        }
        catch (BadInputException bad)
        {
            throw new BadInputException($"{at.Subject(DivergedWhen)}: {bad.Message}");
        }
    }

    internal static void CheckCommand(string key, ImmutableArray<string> command, IReadOnlyList<string>? names, Place at)
    {
        if (command.IsDefaultOrEmpty || string.IsNullOrWhiteSpace(command[0]))
            throw at.Error(key, $"names no program; {CommandRemedy}");
        if (command.Any(word => word is null || word.Contains('\0')))
            throw at.Error(key, "has a character that no argument of a program can have; leave it out");
        if (names is not null && CommandTemplate.Refusal(command, names) is { } unknown)
            throw new BadInputException($"{at.Subject(key)}: {unknown}");
    }

    internal static void CheckPatterns(IReadOnlyDictionary<string, string> patterns, Place at)
    {
        if (patterns.Values.Any(pattern => pattern is null))
            throw at.Error(Metrics, "has a metric without a pattern; write for instance metrics: { f1: 'F1=([0-9.]+)' }");
        if (patterns.Keys.FirstOrDefault(name => name != MetricPatterns.Epoch && !MetricNames.IsOne(name)) is { } strange)
            throw at.Error(Metrics, Texts.Plain(strange), $"is no metric's name, which {MetricNames.Rule}");
        if (MetricPatterns.Refusal(patterns) is { } refusal)
            throw new BadInputException($"{at.Subject(Metrics)}: {refusal}");
    }

    internal static void CheckVariable(string name, string? value, Place at)
    {
        CheckName(Env, name, at);
        if (value is null || value.Contains('\0'))
            throw at.Error(Env, name, "has no value that a variable can have; write for instance env: { OMP_NUM_THREADS: 1 }");
    }

    internal static void CheckSecret(string? name, ProgramSpec program, Place at)
    {
        CheckName(SecretEnv, name, at);
        if (program.Environment is { } fixedValues && fixedValues.ContainsKey(name!))
            throw at.Error(SecretEnv, name!, "is in env as well; keep one of them, and no secret in env, which is stored");
    }

    internal static void CheckSeconds(string key, double? seconds, Place at)
    {
        if (seconds is { } given && !(given > 0 && given <= DurationText.Most.TotalSeconds))
            throw at.Error(key, given.ToString("R", CultureInfo.InvariantCulture), DurationText.Rule);
    }

    private static void CheckName(string key, string? name, Place at)
    {
        if (name is not { Length: > 0 } || !(char.IsAsciiLetter(name[0]) || name[0] == '_')
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw at.Error(key, Texts.Plain(name ?? ""),
                "is no name of a variable: letters, digits and '_', and no digit first");
        if (name.StartsWith("SWEEP_", StringComparison.Ordinal) || GivenBySweep.Contains(name))
            throw at.Error(key, name, "is given to the program by Sweep itself; take another name");
    }

    private static int BytesOf(ProgramSpec program) =>
        new[]
        {
            program.Command,
            program.Setup ?? [],
            program.SecretEnvironment ?? [],
            WordsOf(program.Patterns),
            WordsOf(program.Environment),
            program.DivergedWhen is { } condition ? [condition] : [],
        }.SelectMany(texts => texts).Sum(Encoding.UTF8.GetByteCount);

    private static ImmutableArray<string> WordsOf(ImmutableSortedDictionary<string, string>? entries) =>
        entries is null ? [] : [.. entries.SelectMany(entry => new[] { entry.Key, entry.Value })];
}
