using System.Runtime.CompilerServices;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Training.Direct;

/// <summary>The 256 values of a pixel, standardised, for every channel.</summary>
internal sealed unsafe class StandardPixels
{
    private const int Values = 256;
    private readonly float[][] standard;

    public StandardPixels(Standardisation by) => standard = [.. by.Gain.Zip(by.Shift, Of)];

    private static float[] Of(float gain, float shift) =>
        [.. Enumerable.Range(0, Values).Select(x => MathF.FusedMultiplyAdd(x, gain, shift))];

    /// <summary>Writes an image of three channels, channels last.</summary>
    /// <param name="pitch">AlignedNumbers from a row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ImageSet set, int index, float* to, int pitch)
    {
        var (plane, width) = (set.Height * set.Width, set.Width);
        fixed (byte* pixels = set.Image(index))
        fixed (float* first = standard[0], second = standard[1], third = standard[2])
        {
            for (var row = 0; row < set.Height; row++)
            {
                var at = to + (row * pitch);
                var pixel = pixels + (row * width);
                for (var end = pixel + width; pixel < end; pixel++, at += 3)
                {
                    at[0] = first[pixel[0]];
                    at[1] = second[pixel[plane]];
                    at[2] = third[pixel[2 * plane]];
                }
            }
        }
    }
}
