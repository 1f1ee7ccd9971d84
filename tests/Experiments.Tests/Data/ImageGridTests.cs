using System.Buffers.Binary;
using System.IO.Compression;
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

    [Fact]
    public void Png_HoldsThePicturesBytes()
    {
        var grid = ImageGrid.Of(Two, ["dog", "cat"], 5);
        using var png = new MemoryStream();
        Png.Write(png, grid.Rgb, grid.Width, grid.Height);

        var bytes = png.ToArray().AsSpan(8);
        var rows = Array.Empty<byte>();
        while (bytes.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
            if (bytes[4..8].SequenceEqual("IDAT"u8))
            {
                using var inflated = new MemoryStream();
                new ZLibStream(new MemoryStream(bytes.Slice(8, length).ToArray()), CompressionMode.Decompress).CopyTo(inflated);
                rows = inflated.ToArray();
            }
            bytes = bytes[(length + 12)..];
        }
        Assert.Equal(grid.Rgb, rows.Chunk((grid.Width * 3) + 1).SelectMany(row => row[1..]));
    }

    /// <summary>The end chunk is the same in every PNG there is, its checksum included.</summary>
    [Fact]
    public void Png_EndsAsEveryPngDoes()
    {
        using var png = new MemoryStream();
        var grid = ImageGrid.Of(Two, ["dog", "cat"], 1);
        Png.Write(png, grid.Rgb, grid.Width, grid.Height);

        Assert.Equal([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], png.ToArray()[^12..]);
    }

    private static byte[] Pixel(ImageGrid grid, int x, int y) => grid.Rgb[(((y * grid.Width) + x) * 3)..][..3];
}
