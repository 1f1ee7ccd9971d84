using Sweep.Experiments.Data;

namespace Sweep.Coordinator.Tests.Models;

/// <summary>Pictures of a dataset as PNG files.</summary>
internal static class DatasetPicture
{
    public static string Save(ImageSet images, int index, string file)
    {
        var planes = images.Image(index);
        var size = images.Width * images.Height;
        var rgb = new byte[planes.Length];
        for (var i = 0; i < rgb.Length; i++)
            rgb[i] = planes[(i % 3 * size) + (i / 3)];
        using var output = File.Create(file);
        Png.Write(output, rgb, images.Width, images.Height);
        return file;
    }
}
