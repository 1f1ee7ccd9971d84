using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Spaces;

/// <summary>
/// A hyperparameter of a search space: its key, what its values are and which it may have. The one table of those that the built-in network
/// has; a program's own are declared by their values.
/// </summary>
/// <param name="Rule">What a value must be, as the rest of a sentence.</param>
/// <param name="Example">Values for remedies.</param>
internal sealed record Parameter(string Key, ParameterKind Kind, Func<double, bool> Allows, string Rule, params string[] Example)
{
    /// <summary>In characters.</summary>
    public const int LongestText = 200;

    private const int Million = 1_000_000;

    public static readonly Parameter LearningRate =
        new(ParameterName.LearningRate, ParameterKind.Number, v => v > 0, "must be greater than 0", "1e-3")
        {
            Help = "Learning rates: 1e-3 or 1e-3,3e-3 or log:1e-4:1e-2:5 or log:1e-4:1e-2:3/decade or linear:from:to:count.",
            Grid = "log:1e-4:1e-2:5",
            Words = "learning rate",
        };
    public static readonly Parameter Epochs = new(
        ParameterName.Epochs, ParameterKind.Whole, v => v is >= 1 and <= Million,
        "must be a whole number from 1 to 1000000", "1", "3", "10")
    {
        WithinProgram = 1,
        Help = "Epochs: 3 or 1,3,10 or integers:1:10:2 (from, to, step).",
        Grid = "1,3",
    };
    public static readonly Parameter WeightDecay =
        new(ParameterName.WeightDecay, ParameterKind.Number, v => v >= 0, "must be 0 or greater", "1e-3")
        {
            Otherwise = SpaceDefaults.WeightDecay,
            Help = "Weight decays (default: 1e-3).",
            Words = "weight decay",
        };
    public static readonly Parameter BatchSize = new(
        ParameterName.BatchSize, ParameterKind.Whole, v => v is >= 1 and <= Million, "must be a whole number from 1 to 1000000", "8")
    {
        Otherwise = SpaceDefaults.BatchSize,
        Help = "Batch sizes (default: 8).",
        Words = "batch size",
    };
    public static readonly Parameter Seed = new(
        ParameterName.Seed, ParameterKind.Whole, v => v is >= 0 and <= WholeNumber.Largest,
        "must be a whole number from 0 to 9007199254740992", "0", "1", "2")
    {
        Otherwise = SpaceDefaults.Seed,
        Help = "Seeds (default: 0).",
        WithinProgram = SpaceDefaults.Seed,
    };

    /// <summary>Those of the built-in network, in the order in which they are read, checked and written.</summary>
    public static readonly IReadOnlyList<Parameter> Known = [LearningRate, Epochs, WeightDecay, BatchSize, Seed];

    /// <summary>What it is in a sweep of the built-in network where nothing is said; null where something must be.</summary>
    public double? Otherwise { get; init; }

    /// <summary>What it is in a sweep of a program where nothing is said; null where there is none of it then.</summary>
    public double? WithinProgram { get; init; }

    /// <summary>What the help screen says of its option; empty where it has none.</summary>
    public string Help { get; private init; } = "";

    /// <summary>Values for its option where it must be given.</summary>
    public string Grid { get; private init; } = "";

    /// <summary>As it is called in pictures and reports.</summary>
    public string Words { get; private init; } = Key;

    /// <summary>Its option on the command line, with its dashes.</summary>
    public string Option => "--" + string.Concat(Key.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));

    /// <summary>Only whole numbers; ranges over it are rounded to the nearest.</summary>
    public bool Whole => Kind == ParameterKind.Whole;

    /// <summary>The known one of that name, or one declared by its values.</summary>
    public static Parameter Of(string name, ParameterKind kind) =>
        Known.FirstOrDefault(known => known.Key == name) ?? Declared(name, kind);

    /// <summary>The parameter of an axis.</summary>
    public static Parameter Of(Axis axis) => Of(axis.Name, axis.Distribution.Declares);

    /// <summary>All of a space with their distributions, in its order.</summary>
    public static IEnumerable<(Parameter Parameter, Distribution Distribution)> In(SearchSpace space) =>
        space.Axes.Select(axis => (Of(axis), axis.Distribution));

    private static Parameter Declared(string name, ParameterKind kind) => kind switch
    {
        ParameterKind.Whole => new(name, kind, WholeNumber.Is, "must be a whole number", "16", "32", "64"),
        ParameterKind.Number => new(name, kind, double.IsFinite, "must be a number", "0.1", "0.2"),
        ParameterKind.Boolean => new(name, kind, _ => false, "must be true or false", "true", "false"),
        _ => new(name, kind, _ => false, "must be text", "one", "another"),
    };

    /// <summary>The number written as <paramref name="text"/>, if this parameter may have it.</summary>
    public double Read(string text, Place place)
    {
        var problem = NumberText.Problem(text, out var value);
        if (problem is not null)
            throw text.Length == 0
                ? place.Error(Key, $"{problem}; {Remedy(place)}")
                : place.Error(Key, text, $"{problem}; {Remedy(place)}");
        if (!IsAllowed(value))
            throw place.Error(Key, text, $"{Rule}; {Remedy(place)}");
        return value;
    }

    /// <summary>The same rule for a number that was never written out.</summary>
    /// <exception cref="BadInputException">The parameter may not have this value.</exception>
    public void Require(double value, Place place)
    {
        // Minus zero equals zero but is spelt differently, and identities are hashes of the spelling.
        if (!double.IsFinite(value) || !IsAllowed(value) || (value == 0 && double.IsNegative(value)))
            throw place.Error(Key, value.ToString("R", CultureInfo.InvariantCulture), $"{Rule}; {Remedy(place)}");
    }

    /// <summary>The rule for a text, true or false.</summary>
    /// <exception cref="BadInputException">The parameter may not have this value.</exception>
    public void Require(ParameterValue value, Place place)
    {
        if (value.Kind != Kind || value.Kind is ParameterKind.Number or ParameterKind.Whole)
            throw place.Error(Key, Plain(value.ToString()), $"{Rule}; {Remedy(place)}");
        if (value.Kind == ParameterKind.Text && (value.Text.Length is 0 or > LongestText || value.Text.Any(char.IsControl)))
            throw place.Error(Key, Plain(value.Text), FormattableString.Invariant(
                $"is no text of 1 to {LongestText} characters on one line; {Remedy(place)}"));
    }

    /// <summary>Whatever it is, an error shows it in one line.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Take(LongestText).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    private bool IsAllowed(double value) => (!Whole || value == Math.Floor(value)) && Allows(value);

    public string Remedy(Place place) => $"write for instance {place.Assignment(Key, Example)}";
}
