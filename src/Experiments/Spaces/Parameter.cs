using System.Globalization;
using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Spaces;

/// <summary>A hyperparameter of the search space: its key and which values it may have.</summary>
/// <param name="Whole">Only whole numbers; ranges over it are rounded to the nearest.</param>
/// <param name="Rule">What a value must be, as the rest of a sentence.</param>
/// <param name="Example">Values for remedies.</param>
internal sealed record Parameter(string Key, bool Whole, Func<double, bool> Allows, string Rule, params string[] Example)
{
    /// <summary>Above this a double cannot tell neighbouring whole numbers apart.</summary>
    private const double LargestWhole = 1L << 53;
    private const int Million = 1_000_000;

    public static readonly Parameter LearningRate =
        new("lr", false, v => v > 0, "must be greater than 0", "1e-3") { In = space => space.LearningRate };
    public static readonly Parameter Epochs =
        new("epochs", true, v => v is >= 1 and <= Million, "must be a whole number from 1 to 1000000", "1", "3", "10")
        {
            In = space => space.Epochs,
        };
    public static readonly Parameter WeightDecay = new("weightDecay", false, v => v >= 0, "must be 0 or greater", "1e-3")
    {
        In = space => space.WeightDecay,
        Otherwise = SpaceDefaults.WeightDecay,
    };
    public static readonly Parameter BatchSize =
        new("batchSize", true, v => v is >= 1 and <= Million, "must be a whole number from 1 to 1000000", "8")
        {
            In = space => space.BatchSize,
            Otherwise = SpaceDefaults.BatchSize,
        };
    public static readonly Parameter Seed =
        new("seed", true, v => v is >= 0 and <= LargestWhole, "must be a whole number from 0 to 9007199254740992", "0", "1", "2")
        {
            In = space => space.Seed,
            Otherwise = SpaceDefaults.Seed,
        };

    /// <summary>In the order in which they are read, checked and written.</summary>
    public static readonly IReadOnlyList<Parameter> All = [LearningRate, Epochs, WeightDecay, BatchSize, Seed];

    /// <summary>Its distribution in a space.</summary>
    public required Func<SearchSpace, Distribution> In { get; init; }

    /// <summary>What it is where nothing is said; null where something must be.</summary>
    public double? Otherwise { get; init; }

    /// <summary>A space out of a distribution for each parameter, asked for in their order.</summary>
    public static SearchSpace SpaceOf(Func<Parameter, Distribution> of)
    {
        var all = All.ToDictionary(parameter => parameter, of);
        return new(all[LearningRate], all[Epochs], all[WeightDecay], all[BatchSize], all[Seed]);
    }

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

    private bool IsAllowed(double value) => (!Whole || value == Math.Floor(value)) && Allows(value);

    public string Remedy(Place place) => $"write for instance {place.Assignment(Key, Example)}";
}
