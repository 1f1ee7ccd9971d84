using System.Text.Json.Serialization;

namespace Sweep.Experiments.Running;

/// <summary>A two-dimensional convolution with plain loops beside the library's, on the same numbers in float64.</summary>
/// <param name="Input">[N, Cin, H, W]</param>
/// <param name="Output">[N, Cout, H, W]</param>
/// <param name="MultiplyAdds">Of one forward pass, padding counted.</param>
/// <param name="ForwardDifference">Largest absolute difference of the outputs.</param>
/// <param name="GradientDifference">The same of the gradients with respect to input, weight and bias.</param>
/// <param name="LoopForwardSeconds">Of one forward pass with loops; the other times likewise.</param>
public sealed record ConvolutionComparison(
    IReadOnlyList<long> Input, IReadOnlyList<long> Output, long MultiplyAdds, double ForwardDifference, double GradientDifference,
    double LoopForwardSeconds, double LoopBackwardSeconds, double LibraryForwardSeconds, double LibraryBackwardSeconds)
{
    /// <summary>
    /// Above it float64 has not merely rounded differently: sums of some hundred terms of size one differ in the last few bits.
    /// </summary>
    private const double Rounding = 1e-9;

    [JsonIgnore]
    public bool Equal => ForwardDifference <= Rounding && GradientDifference <= Rounding;
}
