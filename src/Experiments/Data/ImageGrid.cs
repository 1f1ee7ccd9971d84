namespace Sweep.Experiments.Data;

/// <summary>A contact sheet: the first pictures of a set, enlarged, each above the name of its class.</summary>
/// <param name="Rgb">Bytes [height, width, 3].</param>
public sealed record ImageGrid(byte[] Rgb, int Width, int Height)
{
    private const int Columns = 10;
    private const int Gap = 6;
    private const int LetterScale = 2;
    private const int CellWidth = 128;
    private const int LabelHeight = (PixelFont.Height * LetterScale) + Gap;
    private const byte Paper = 250, Ink = 30;

    public static ImageGrid Of(ImageSet images, IReadOnlyList<string> classes, int count)
    {
        count = Math.Min(count, images.Count);
        var scale = Math.Max(1, CellWidth / images.Width);
        var (cellWidth, cellHeight) = (Math.Max(CellWidth, images.Width * scale) + Gap, (images.Height * scale) + LabelHeight + Gap);
        var columns = Math.Min(Columns, count);
        var rows = (count + columns - 1) / columns;
        var (width, height) = ((columns * cellWidth) + Gap, (rows * cellHeight) + Gap);
        var grid = new ImageGrid(new byte[width * height * 3], width, height);
        grid.Rgb.AsSpan().Fill(Paper);
        for (var i = 0; i < count; i++)
        {
            var (left, top) = (Gap + (i % columns * cellWidth), Gap + (i / columns * cellHeight));
            grid.Picture(images, i, left, top, scale);
            grid.Label(classes[images.Labels[i]], left, top + (images.Height * scale) + (Gap / 2), cellWidth - Gap);
        }
        return grid;
    }

    public void WritePng(Stream output) => Png.Write(output, Rgb, Width, Height);

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

    /// <summary>Centred; what is too long for its cell is cut.</summary>
    private void Label(string text, int left, int top, int room)
    {
        const int Advance = PixelFont.Advance * LetterScale;
        var letters = Math.Min(text.Length, room / Advance);
        var start = left + ((room - (letters * Advance)) / 2);
        for (var i = 0; i < letters; i++)
        {
            for (var y = 0; y < PixelFont.Height * LetterScale; y++)
            {
                for (var x = 0; x < PixelFont.Width * LetterScale; x++)
                {
                    if (PixelFont.Covers(text[i], x / LetterScale, y / LetterScale))
                        Rgb.AsSpan(At(start + (i * Advance) + x, top + y), 3).Fill(Ink);
                }
            }
        }
    }

    private int At(int x, int y) => ((y * Width) + x) * 3;
}
