using SkiaSharp;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Pictures;

namespace Sweep.Reporting.Tests.Pictures;

public sealed class ContactSheetTests
{
    private static readonly ImageGrid Grid = ImageGrid.Of(new(new byte[3 * 32 * 32 * 2], [0, 1], 3, 32, 32), ["ship", "frog"], 2);

    [Fact]
    public void Names_AreInTheLettersOfThePlots_SmallOnesSmall()
    {
        using var picture = SKBitmap.Decode(Written("x.png"));

        foreach (var label in Grid.Labels)
        {
            var inked = Enumerable.Range(label.Top, label.Height).Where(y => Enumerable.Range(label.Left, label.Width).Any(x => picture.GetPixel(x, y).Red < 120)).ToList();
            Assert.InRange(inked.Count, 8, 18);
            Assert.True(inked[0] >= label.Top && inked[^1] < label.Top + label.Height);
        }
        Assert.Equal(Grid.Rgb[((Grid.Width * 10) + 10) * 3], picture.GetPixel(10, 10).Red);
    }

    /// <summary>A PNG loses nothing: read back, every pixel outside of the names is the sheet's.</summary>
    [Fact]
    public void APng_HoldsEveryPixel()
    {
        var pixels = new byte[3 * 32 * 32 * 2];
        new Random(1).NextBytes(pixels);
        var grid = ImageGrid.Of(new(pixels, [0, 1], 3, 32, 32), ["", ""], 2);

        using var picture = SKBitmap.Decode(Written("x.png", grid));

        Assert.Equal((grid.Width, grid.Height), (picture.Width, picture.Height));
        Assert.Equal(grid.Rgb, picture.Pixels.SelectMany(pixel => new[] { pixel.Red, pixel.Green, pixel.Blue }));
        Assert.All(picture.Pixels, pixel => Assert.Equal(byte.MaxValue, pixel.Alpha));
    }

    [Theory]
    [InlineData("x.png", 0x89)]
    [InlineData("x.JPG", 0xFF)]
    [InlineData("x.jpeg", 0xFF)]
    [InlineData("x", 0x89)]
    public void Ending_SaysTheFormat(string file, byte first) => Assert.Equal(first, Written(file)[0]);

    [Fact]
    public void OtherEnding_IsOneSentence() => Assert.Equal("--out: 'x.gif' must end in .png or .jpg.", Assert.Throws<BadInputException>(() => ContactSheet.For("x.gif")).Message);

    private static byte[] Written(string file, ImageGrid? grid = null)
    {
        using var picture = new MemoryStream();
        ContactSheet.For(file)(grid ?? Grid, picture);
        return picture.ToArray();
    }
}
