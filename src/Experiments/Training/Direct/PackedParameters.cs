using System.Collections.Immutable;

namespace Sweep.Experiments.Training.Direct;

/// <summary>
/// The flat parameter vector in the order in which the kernels add up its gradient: weights of convolutions [3, 3, in, out] instead of
/// [out, in, 3, 3], of the one before max pooling [out, 3, 3, in], and those of the head [class, pixel, channel] instead of
/// [class, channel, pixel]. Every tensor begins where it does in the flat vector.
/// </summary>
internal static class PackedParameters
{
    /// <summary>AlignedNumbers, filled up to whole lanes with zeros.</summary>
    public static readonly int Length = (NotebookCnn.ParameterCount + 15) / 16 * 16;

    /// <summary>Where a packed number lies in the flat vector.</summary>
    private static readonly ImmutableArray<int> From = [.. NotebookCnn.Parameters.SelectMany(Order)];

    public static void Pack(ReadOnlySpan<float> flat, Span<float> packed)
    {
        packed.Clear();
        for (var i = 0; i < From.Length; i++)
            packed[i] = flat[From[i]];
    }

    public static void Unpack(ReadOnlySpan<float> packed, Span<float> flat)
    {
        for (var i = 0; i < From.Length; i++)
            flat[From[i]] = packed[i];
    }

    private static IEnumerable<int> Order(ParameterTensor tensor) => tensor.Shape switch
    {
        [var outputs, var inputs, var high, var wide] when tensor.Offset == Offsets.Conv2 =>
            from output in Enumerable.Range(0, outputs)
            from tap in Enumerable.Range(0, high * wide)
            from input in Enumerable.Range(0, inputs)
            select tensor.Offset + (((output * inputs) + input) * high * wide) + tap,
        // The flat one is [out, in, taps].
        [var outputs, var inputs, var high, var wide] =>
            from tap in Enumerable.Range(0, high * wide)
            from input in Enumerable.Range(0, inputs)
            from output in Enumerable.Range(0, outputs)
            select tensor.Offset + (((output * inputs) + input) * high * wide) + tap,
        // The flat one is [class, channel, pixel].
        [var classes, var features] =>
            from label in Enumerable.Range(0, classes)
            from pixel in Enumerable.Range(0, NotebookCnn.PooledPixels)
            from channel in Enumerable.Range(0, features / NotebookCnn.PooledPixels)
            select tensor.Offset + (label * features) + (channel * NotebookCnn.PooledPixels) + pixel,
        _ => Enumerable.Range(tensor.Offset, tensor.Length),
    };
}
