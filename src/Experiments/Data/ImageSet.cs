namespace Sweep.Experiments.Data;

/// <summary>Labelled images of one size, in the order of their dataset.</summary>
/// <param name="Pixels">Bytes [N, C, H, W], row-major.</param>
/// <param name="Labels">The class of every image [N].</param>
public sealed record ImageSet(byte[] Pixels, byte[] Labels, int Channels, int Height, int Width)
{
    public int Count => Labels.Length;

    /// <summary>Bytes of one image.</summary>
    public int ImageBytes => Channels * Height * Width;

    /// <summary>The first <paramref name="count"/> images.</summary>
    public ImageSet Take(int count) => count == Count
        ? this
        : this with { Pixels = Pixels[..checked(count * ImageBytes)], Labels = Labels[..count] };

    /// <summary>The pixels of image <paramref name="index"/> [C, H, W].</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * ImageBytes, ImageBytes);
}
