using System.Collections.Immutable;

namespace Sweep.Experiments.Data;

/// <summary>
/// Mean and standard deviation (of the population) of every channel, for pixels scaled to 0..1: what standardisation
/// subtracts and divides by.
/// </summary>
public sealed record ChannelStatistics(ImmutableArray<double> Mean, ImmutableArray<double> Deviation)
{
    private const double Scale = 255;

    /// <summary>
    /// One pass over the pixels: μ = E[x], σ² = E[x²] − E[x]². The sums are whole numbers, so nothing is rounded before
    /// the last step and the difference of squares, taken as n·Σx² − (Σx)² in integers, loses no digits.
    /// </summary>
    public static ChannelStatistics Of(ImageSet images)
    {
        var plane = images.Height * images.Width;
        var sum = new ulong[images.Channels];
        var squares = new ulong[images.Channels];
        for (var i = 0; i < images.Count * images.Channels; i++)
        {
            ulong s = 0, q = 0;
            foreach (var x in images.Pixels.AsSpan(i * plane, plane))
            {
                s += x;
                q += (ulong)(x * x);
            }
            sum[i % images.Channels] += s;
            squares[i % images.Channels] += q;
        }

        var n = (UInt128)images.Count * (UInt128)plane;
        var mean = sum.Select(s => s / (double)n / Scale);
        var deviation = sum.Zip(squares, (s, q) => Math.Sqrt((double)((n * q) - ((UInt128)s * s))) / (double)n / Scale);
        return new([.. mean], [.. deviation]);
    }

    public bool Equals(ChannelStatistics? other) =>
        other is not null && Mean.SequenceEqual(other.Mean) && Deviation.SequenceEqual(other.Deviation);
    public override int GetHashCode() => HashCode.Combine(Mean[0], Deviation[0]);
}
