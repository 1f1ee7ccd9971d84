using System.Collections.Immutable;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Training;

/// <summary>Least and largest value, mean and standard deviation (of the population) of numbers.</summary>
public sealed record Moments(double Min, double Max, double Mean, double Deviation);

/// <summary>
/// What the network sees: pixels scaled to 0..1, and standardised in float32 as training does it. The notebook's check after
/// standardisation, mean ≈ 0 and deviation ≈ 1, holds for the training set; another set comes near it as far as it is like that one.
/// </summary>
public static class PixelStatistics
{
    private const int Values = 256;

    /// <summary>Of every channel after standardisation by <paramref name="training"/>.</summary>
    public static ImmutableArray<Moments> Standardised(ImageSet images, ChannelStatistics training)
    {
        var standard = Standardisation.By(training);
        return [.. Histograms(images).Select((histogram, c) => Of(histogram, x => (standard.Gain[c] * x) + standard.Shift[c]))];
    }

    /// <summary>Over all channels of the images, pixels scaled to 0..1.</summary>
    public static Moments Scaled(ImageSet images) => Of(Sum(Histograms(images)), x => x / 255.0);

    /// <summary>Over all channels of the images, after standardisation by <paramref name="training"/>.</summary>
    public static Moments StandardisedTogether(ImageSet images, ChannelStatistics training)
    {
        var standard = Standardisation.By(training);
        return Of([.. Histograms(images)
            .SelectMany((histogram, c) =>
                histogram.Select((count, x) => ((double)((standard.Gain[c] * x) + standard.Shift[c]), count)))]);
    }

    private static Moments Of(long[] histogram, Func<int, double> value) => Of([.. histogram.Select((count, x) => (value(x), count))]);

    /// <summary>Two passes over values that are counted rather than repeated, so that nothing cancels.</summary>
    private static Moments Of(IReadOnlyList<(double Value, long Count)> counted)
    {
        var there = counted.Where(of => of.Count > 0).ToList();
        var n = (double)there.Sum(of => of.Count);
        var mean = there.Sum(of => of.Value * of.Count) / n;
        var variance = there.Sum(of => of.Count * (of.Value - mean) * (of.Value - mean)) / n;
        return new(there.Min(of => of.Value), there.Max(of => of.Value), mean, Math.Sqrt(variance));
    }

    /// <returns>How often each pixel value occurs [C][256].</returns>
    private static long[][] Histograms(ImageSet images)
    {
        var plane = images.Height * images.Width;
        long[][] histograms = [.. Enumerable.Range(0, images.Channels).Select(_ => new long[Values])];
        for (var i = 0; i < images.Count * images.Channels; i++)
        {
            var histogram = histograms[i % images.Channels];
            foreach (var x in images.Pixels.AsSpan(i * plane, plane))
                histogram[x]++;
        }
        return histograms;
    }

    private static long[] Sum(long[][] histograms) =>
        [.. Enumerable.Range(0, Values).Select(x => histograms.Sum(histogram => histogram[x]))];
}
