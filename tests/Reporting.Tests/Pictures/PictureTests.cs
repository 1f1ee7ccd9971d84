using System.IO.Compression;
using System.Text;
using SkiaSharp;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Pictures;

namespace Sweep.Reporting.Tests.Pictures;

/// <summary>Real files, written by Skia, by our own PNG writer, or by hand where neither can.</summary>
public sealed class PictureTests : IDisposable
{
    private const int Side = 32;
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void APictureOfTheDataset_SavedAsPng_ComesBackByteForByte()
    {
        var images = Shapes10.Generate(10, 10).Validation;
        for (var i = 0; i < images.Count; i++)
            Assert.Equal(images.Image(i), Picture.Read(DatasetPicture.Save(images, i, folder[$"{i}.png"]), Side).Pixels);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(200, 32)]
    [InlineData(33, 900)]
    [InlineData(1, 1)]
    [InlineData(5, 3000)]
    public void AnySize_IsScaledToTheNetworks(int width, int height)
    {
        var picture = Picture.Read(Saved("x.png", Filled(width, height, new SKColor(10, 200, 30))), Side);

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal(Plain(10, 200, 30), picture.Pixels);
    }

    [Fact]
    public void OfAnOblongPicture_TheMiddleSquareIsTaken()
    {
        using var bitmap = Filled(300, 100, SKColors.Red);
        for (var x = 100; x < 200; x++)
            for (var y = 0; y < 100; y++)
                bitmap.SetPixel(x, y, SKColors.Blue);

        // The filter may look one pixel beyond the square's edge.
        var pixels = Picture.Read(Saved("x.png", bitmap), Side).Pixels;
        for (var y = 0; y < Side; y++)
            Assert.Equal(Plain(0, 0, 255)[..(Side - 2)], Row(pixels, 0, y)[1..^1]);
    }

    [Fact]
    public void ALargePicture_IsAveraged_NotSampled()
    {
        using var bitmap = Filled(1024, 1024, SKColors.Black);
        for (var y = 0; y < 1024; y++)
            for (var x = y % 2; x < 1024; x += 2)
                bitmap.SetPixel(x, y, SKColors.White);

        Assert.All(Picture.Read(Saved("x.png", bitmap), Side).Pixels, value => Assert.InRange(value, 120, 136));
    }

    [Fact]
    public void TransparentParts_LieOnWhite()
    {
        using var clear = new SKBitmap(new(Side, Side, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        clear.Erase(SKColors.Transparent);
        Assert.Equal(Plain(255, 255, 255), Picture.Read(Saved("clear.png", clear), Side).Pixels);

        clear.Erase(new SKColor(0, 0, 0, 128));
        Assert.All(Picture.Read(Saved("half.png", clear), Side).Pixels, value => Assert.InRange(value, 126, 128));
    }

    [Fact]
    public void Grey_AndSixteenBits_BecomeEightBitsOfColour()
    {
        using var grey = new SKBitmap(new(Side, Side, SKColorType.Gray8, SKAlphaType.Opaque));
        grey.Erase(new SKColor(77, 77, 77));
        Assert.Equal(Plain(77, 77, 77), Picture.Read(Saved("grey.png", grey), Side).Pixels);

        var deep = folder["deep.png"];
        File.WriteAllBytes(deep, SixteenBits(200, 100, 50));
        Assert.Equal(Plain(200, 100, 50), Picture.Read(deep, Side).Pixels);
    }

    [Fact]
    public void Jpeg_IsReadAsWell()
    {
        var pixels = Picture.Read(Saved("x.jpg", Filled(90, 60, new SKColor(180, 60, 20)), SKEncodedImageFormat.Jpeg), Side).Pixels;

        Assert.All(pixels.Zip(Plain(180, 60, 20)), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 0, 1)]
    public void HowTheCameraWasHeld_IsObeyed(byte orientation, int right, int bottom)
    {
        // The file's own top left corner is bright; the tag says where it belongs.
        using var bitmap = Filled(64, 64, SKColors.Black);
        for (var y = 0; y < 24; y++)
            for (var x = 0; x < 24; x++)
                bitmap.SetPixel(x, y, SKColors.White);
        var file = Saved("x.jpg", bitmap, SKEncodedImageFormat.Jpeg);
        File.WriteAllBytes(file, WithOrientation(File.ReadAllBytes(file), orientation));

        var pixels = Picture.Read(file, Side).Pixels;

        for (var corner = 0; corner < 4; corner++)
        {
            var (x, y) = (corner % 2, corner / 2);
            Assert.Equal((x, y) == (right, bottom), pixels[(y * (Side - 1) * Side) + (x * (Side - 1))] > 128);
        }
    }

    [Fact]
    public void WhatIsNoPicture_IsSaidInOneSentence()
    {
        File.WriteAllText(folder["words.png"], "these are words");
        File.WriteAllText(folder["empty.png"], "");
        var whole = File.ReadAllBytes(Saved("whole.png", Filled(400, 400, SKColors.Teal)));
        File.WriteAllBytes(folder["cut.png"], whole[..(whole.Length / 2)]);

        Assert.StartsWith($"There is no file {folder["none.png"]}; ", Problem("none.png"), StringComparison.Ordinal);
        Assert.StartsWith($"{folder["words.png"]} is no picture that can be read", Problem("words.png"), StringComparison.Ordinal);
        Assert.StartsWith($"{folder["empty.png"]} is no picture that can be read", Problem("empty.png"), StringComparison.Ordinal);
        Assert.StartsWith($"{folder["cut.png"]} is damaged or cut off", Problem("cut.png"), StringComparison.Ordinal);
        Directory.CreateDirectory(folder["folder.png"]);
        Assert.StartsWith($"{folder["folder.png"]} cannot be read: ", Problem("folder.png"), StringComparison.Ordinal);
    }

    [Fact]
    public void AHugePicture_IsRefused_BeforeItTakesTheMemory()
    {
        // A header that promises 40000 x 40000 pixels, 6.4 GB of them, is all that is read.
        var bytes = File.ReadAllBytes(Saved("huge.png", Filled(1, 1, SKColors.Black)));
        BigEndian(40_000).CopyTo(bytes, 16);
        BigEndian(40_000).CopyTo(bytes, 20);
        BigEndian(Crc(bytes.AsSpan(12, 17))).CopyTo(bytes, 29);
        File.WriteAllBytes(folder["huge.png"], bytes);

        Assert.Equal($"{folder["huge.png"]} has 40000 x 40000 pixels, and at most 100 million are read; scale it down first.", Problem("huge.png"));
    }

    public void Dispose() => folder.Dispose();

    private string Problem(string file) => Assert.Throws<BadInputException>(() => Picture.Read(folder[file], Side)).Message;

    private string Saved(string name, SKBitmap bitmap, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var output = File.Create(folder[name]);
        Assert.True(bitmap.Encode(output, format, 95));
        return folder[name];
    }

    private static SKBitmap Filled(int width, int height, SKColor colour)
    {
        var bitmap = new SKBitmap(new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(colour);
        return bitmap;
    }

    private static byte[] Plain(params byte[] colour) => [.. colour.SelectMany(value => Enumerable.Repeat(value, Side * Side))];

    private static byte[] Row(byte[] planes, int channel, int y) => planes[(((channel * Side) + y) * Side)..][..Side];

    /// <summary>A PNG of two bytes a channel, which Skia reads and does not write.</summary>
    private static byte[] SixteenBits(params byte[] colour)
    {
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
            for (var y = 0; y < Side; y++)
                zlib.Write([0, .. Enumerable.Repeat(colour.SelectMany(value => new[] { value, value }), Side).SelectMany(pixel => pixel)]);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [0, 0, 0, Side, 0, 0, 0, Side, 16, 2, 0, 0, 0]), .. Chunk("IDAT", rows.ToArray()), .. Chunk("IEND", [])];

        static byte[] Chunk(string type, byte[] content)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
            return [.. BigEndian((uint)content.Length), .. body, .. BigEndian(Crc(body))];
        }
    }

    /// <summary>An APP1 segment with EXIF's tag 274 right after the start of the image.</summary>
    private static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            .. Encoding.ASCII.GetBytes("Exif\0\0MM\0*"), 0, 0, 0, 8, 0, 1,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
