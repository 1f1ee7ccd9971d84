using SkiaSharp;
using Sweep.Experiments.Data;

namespace Sweep.Reporting.Tests.Pictures;

/// <summary>Pictures of a dataset as PNG files.</summary>
internal static class DatasetPicture
{
    public static string Save(ImageSet images, int index, string file)
    {
        var planes = images.Image(index);
        var size = images.Width * images.Height;
        using var bitmap = new SKBitmap(images.Width, images.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var i = 0; i < size; i++)
            bitmap.SetPixel(i % images.Width, i / images.Width, new(planes[i], planes[size + i], planes[(2 * size) + i]));
        using var output = File.Create(file);
        bitmap.Encode(output, SKEncodedImageFormat.Png, 100);
        return file;
    }
}
