namespace Sweep.Experiments.Data;

/// <summary>A contact sheet: the first pictures of a set, enlarged, each above room for the name of its class.</summary>
/// <param name="Rgb">Bytes [height, width, 3].</param>
/// <param name="Labels">The names, and where there is room for them.</param>
public sealed record ImageGrid(byte[] Rgb, int Width, int Height, IReadOnlyList<ImageLabel> Labels)
{
    private const int Columns = 10;
    private const int Gap = 6;
    private const int CellWidth = 128;
    private const int LabelHeight = 20;
    private const byte Paper = 250;

    public static ImageGrid Of(ImageSet images, IReadOnlyList<string> classes, int count)
    {
        count = Math.Min(count, images.Count);
        var scale = Math.Max(1, CellWidth / images.Width);
        var (cellWidth, cellHeight) = (Math.Max(CellWidth, images.Width * scale) + Gap, (images.Height * scale) + LabelHeight + Gap);
        var columns = Math.Min(Columns, count);
        var rows = (count + columns - 1) / columns;
        var (width, height) = ((columns * cellWidth) + Gap, (rows * cellHeight) + Gap);
        var labels = new List<ImageLabel>();
        var grid = new ImageGrid(new byte[width * height * 3], width, height, labels);
        grid.Rgb.AsSpan().Fill(Paper);
        for (var i = 0; i < count; i++)
        {
            var (left, top) = (Gap + (i % columns * cellWidth), Gap + (i / columns * cellHeight));
            grid.Picture(images, i, left, top, scale);
            labels.Add(new(classes[images.Labels[i]], left, top + (images.Height * scale), cellWidth - Gap, LabelHeight));
        }
        return grid;
    }

    private void Picture(ImageSet images, int index, int left, int top, int scale)
    {
        var pixels = images.Image(index);
        var area = images.Height * images.Width;
        for (var y = 0; y < images.Height * scale; y++)
        {
            for (var x = 0; x < images.Width * scale; x++)
            {
                var source = (y / scale * images.Width) + (x / scale);
                for (var c = 0; c < 3; c++)
                    Rgb[At(left + x, top + y) + c] = pixels[(Math.Min(c, images.Channels - 1) * area) + source];
            }
        }
    }

    private int At(int x, int y) => ((y * Width) + x) * 3;
}

/// <summary>A text and the pixels that it has room in.</summary>
public sealed record ImageLabel(string Text, int Left, int Top, int Width, int Height);
