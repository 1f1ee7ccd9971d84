using System.Collections.Immutable;
using Sweep.Reporting.Pictures;

namespace Sweep.Coordinator.Models;

/// <param name="Probability">0 to 1; those of all classes add up to one.</param>
internal sealed record ClassProbability(string Class, double Probability);

/// <summary>What a network says about one picture, or why it says nothing.</summary>
/// <param name="Width">Of the file, in pixels; null where it could not be read.</param>
/// <param name="Classes">The likeliest first; of equally likely ones in the dataset's order.</param>
internal sealed record Prediction(string File, int? Width, int? Height, ImmutableArray<ClassProbability> Classes, string? Error)
{
    /// <summary>Of single precision, over many classes.</summary>
    private const double Rounding = 1e-3;

    public static Prediction Of(
        string file, Picture picture, ImmutableArray<string> names, IEnumerable<double> probabilities, int top) => new(
        file, picture.Width, picture.Height,
        [.. names.Zip(probabilities, (name, p) => new ClassProbability(name, p)).OrderByDescending(of => of.Probability).Take(top)], null);

    /// <summary>Whether these are, for every picture, a probability for every class that add up to one.</summary>
    public static bool IsAnswer(ImmutableArray<ImmutableArray<double>> probabilities, int pictures, int classes) =>
        !probabilities.IsDefault && probabilities.Length == pictures
        && probabilities.All(of =>
            !of.IsDefault && of.Length == classes && of.All(p => p is >= 0 and <= 1) && Math.Abs(of.Sum() - 1) <= Rounding);

    public static Prediction Failed(string file, string error) => new(file, null, null, [], error);
}
