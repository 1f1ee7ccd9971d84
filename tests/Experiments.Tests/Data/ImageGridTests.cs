using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public class ImageGridTests
{
    private static readonly ImageSet Two = new([.. Enumerable.Repeat((byte)200, 1024), .. Enumerable.Repeat((byte)100, 1024), .. Enumerable.Repeat((byte)10, 1024), .. new byte[3072]], [1, 0], 3, 32, 32);

    [Fact]
    public void Pictures_StandAboveTheirNames()
    {
        var grid = ImageGrid.Of(Two, ["dog", "cat"], 2);

        Assert.Equal([200, 100, 10], Pixel(grid, 10, 10));
        Assert.Equal([0, 0, 0], Pixel(grid, 6 + 134 + 64, 64));
        Assert.Equal([new("cat", 6, 134, 128, 20), new("dog", 140, 134, 128, 20)], grid.Labels);
    }

    private static byte[] Pixel(ImageGrid grid, int x, int y) => grid.Rgb[(((y * grid.Width) + x) * 3)..][..3];
}
