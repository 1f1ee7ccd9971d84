namespace Sweep.Files.Tests;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task UntilItIsWhole_OthersFindTheFileAsItWas()
    {
        var path = folder.With("file", "old");
        await WholeFile.WriteAsync(path, async file =>
        {
            await file.WriteAsync("ne"u8.ToArray());
            await file.FlushAsync();
            Assert.Equal("old", await File.ReadAllTextAsync(path));
            await file.WriteAsync("w"u8.ToArray());
        });
        Assert.Equal("new", await File.ReadAllTextAsync(path));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void AWriterThatFailsHalfway_LeavesTheFileAsItWas()
    {
        var path = folder.With("file", "old");
        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(path, file =>
        {
            file.Write("half of the n"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void AWriterThatClosesTheFile_HasWrittenIt()
    {
        WholeFile.Write(folder["file"], file =>
        {
            using var text = new StreamWriter(file);
            text.Write("new");
        });
        Assert.Equal("new", File.ReadAllText(folder["file"]));
    }

    [Fact]
    public void MovedAside_AFileReplacesNothing()
    {
        var (path, other) = (folder.With("file", "one"), folder.With("aside", "other"));
        Assert.Throws<IOException>(() => WholeFile.MoveAside(path, other));
        Assert.Equal("one", File.ReadAllText(path));
        Assert.Equal("other", File.ReadAllText(other));
    }
}
