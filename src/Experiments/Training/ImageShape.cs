using System.Globalization;
using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Training;

/// <summary>Channels × height × width of one image.</summary>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    private const int MostChannels = 4096;
    private const int MostPixelsAside = 65_536;

    public long Values => (long)Channels * Height * Width;

    public override string ToString() => FormattableString.Invariant($"{Channels}x{Height}x{Width}");

    /// <summary>Reads <c>3x256x128</c>.</summary>
    /// <param name="option">How errors name the place.</param>
    public static ImageShape Parse(string option, string text)
    {
        var parts = text.Split('x', 'X', '×');
        var sizes = parts.Select(part =>
            int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0).ToList();
        return sizes is [>= 1 and <= MostChannels, >= 2 and <= MostPixelsAside, >= 2 and <= MostPixelsAside]
            ? new(sizes[0], sizes[1], sizes[2])
            : throw new BadInputException(
                $"{option} '{text}' is not channels x height x width "
                    + $"with 1 to {MostChannels} channels and 2 to {MostPixelsAside} pixels each way; "
                    + $"write for instance {option} 3x256x128.");
    }
}
