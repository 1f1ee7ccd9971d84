using SkiaSharp;
using Sweep.Experiments.Inputs;

namespace Sweep.Reporting.Pictures;

/// <summary>
/// A picture file as the network sees it. Of a size other than the network's, the middle square is cut out and scaled; transparent parts
/// are laid on white; grey, 16-bit and tagged colours become 8-bit sRGB; a camera's note on how it was held is obeyed. A picture of the
/// network's own size without transparency is taken pixel by pixel as it is.
/// </summary>
/// <param name="Pixels">Bytes [3, side, side].</param>
/// <param name="Width">Of the file.</param>
/// <param name="Height">Of the file.</param>
internal sealed record Picture(byte[] Pixels, int Width, int Height)
{
    private const int MostPixels = 100_000_000;

    /// <param name="side">Width and height that the network was trained at.</param>
    /// <exception cref="BadInputException">The file is missing, no picture, damaged or too large.</exception>
    public static Picture Read(string file, int side)
    {
        using var content = Open(file);
        using var codec = SKCodec.Create(content, out var known)
            ?? throw new BadInputException($"{file} is no picture that can be read ({known}); give a PNG or JPEG file.");
        if ((long)codec.Info.Width * codec.Info.Height > MostPixels)
            throw new BadInputException(FormattableString.Invariant(
                $"{file} has {codec.Info.Width} x {codec.Info.Height} pixels, and at most 100 million are read; scale it down first."));
        using var colourSpace = SKColorSpace.CreateSrgb();
        var opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        using var bitmap = new SKBitmap(
            new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Premul, colourSpace));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not SKCodecResult.Success and var problem)
            throw new BadInputException($"{file} is damaged or cut off ({problem}); fetch it again.");
        using var square = opaque && bitmap.Width == side && bitmap.Height == side ? null : Square(bitmap, side, colourSpace);
        return new(Planes(square ?? bitmap, codec.EncodedOrigin), bitmap.Width, bitmap.Height);
    }

    private static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException($"There is no file {file}; give the path of a PNG or JPEG file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{file} cannot be read: {e.Message}");
        }
    }

    /// <summary>
    /// The middle square on white, scaled with linear filtering over mipmaps, so that a large picture is averaged and not sampled.
    /// </summary>
    private static SKBitmap Square(SKBitmap bitmap, int side, SKColorSpace colourSpace)
    {
        var edge = Math.Min(bitmap.Width, bitmap.Height);
        var middle = SKRect.Create((bitmap.Width - edge) / 2, (bitmap.Height - edge) / 2, edge, edge);
        var square = new SKBitmap(new(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque, colourSpace));
        using var canvas = new SKCanvas(square);
        using var image = SKImage.FromBitmap(bitmap);
        canvas.Clear(SKColors.White);
        canvas.DrawImage(image, middle, SKRect.Create(side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        canvas.Flush();
        return square;
    }

    /// <summary>Bytes [3, side, side], upright. A square is turned by exchanging places, whatever its size.</summary>
    private static byte[] Planes(SKBitmap square, SKEncodedOrigin origin)
    {
        var side = square.Width;
        var rgba = square.GetPixelSpan();
        var planes = new byte[3 * side * side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var (fromX, fromY) = Source(origin, x, y, side - 1);
                for (var c = 0; c < 3; c++)
                    planes[(((c * side) + y) * side) + x] = rgba[(((fromY * side) + fromX) * 4) + c];
            }
        }
        return planes;
    }

    /// <summary>Where the pixel of an upright picture is in the file: the eight values of EXIF's tag 274.</summary>
    private static (int X, int Y) Source(SKEncodedOrigin origin, int x, int y, int last) => origin switch
    {
        SKEncodedOrigin.TopRight => (last - x, y),
        SKEncodedOrigin.BottomRight => (last - x, last - y),
        SKEncodedOrigin.BottomLeft => (x, last - y),
        SKEncodedOrigin.LeftTop => (y, x),
        SKEncodedOrigin.RightTop => (y, last - x),
        SKEncodedOrigin.RightBottom => (last - y, last - x),
        SKEncodedOrigin.LeftBottom => (last - y, x),
        _ => (x, y),
    };
}
