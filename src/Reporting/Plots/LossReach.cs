using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>
/// How far up a picture shows losses. A learning rate that is far too high leaves finite losses of thousands, beside which all others are
/// one flat line: an axis ends below them, and says so.
/// </summary>
internal static class LossReach
{
    /// <summary>Twice the cross-entropy of guessing among ten classes: nothing below is absurd.</summary>
    private static readonly double Plausible = 2 * Math.Log(10);

    /// <summary>So many times the range of the better quarter are worth looking at.</summary>
    private const double Ranges = 4;

    /// <summary>Nothing is cut off that the picture could show at a third of its height.</summary>
    private const double Absurd = 3;

    /// <summary>How far below the upper edge the triangles stand, as a share of the axis.</summary>
    public const double Inside = .03;

    /// <returns>The greatest loss to show; infinity where all can be shown.</returns>
    public static double Of(IEnumerable<double> losses)
    {
        double[] finite = [.. losses.Where(double.IsFinite).Order()];
        if (finite.Length == 0)
            return double.PositiveInfinity;
        var top = Math.Max(Plausible, finite[0] + (Ranges * (finite[(finite.Length - 1) / 4] - finite[0])));
        return finite[^1] > Absurd * top ? top : double.PositiveInfinity;
    }

    /// <summary>What a legend says beside the triangle that stands for losses out of reach.</summary>
    public static string Beyond(double most) => $"off the axis, up to {Numbers.Mark(most)}";
}
