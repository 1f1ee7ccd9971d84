using Sweep.Shared;

namespace Sweep.Architecture.Tests;

/// <summary>A line is read without scrolling, and two files stand side by side on one screen.</summary>
public sealed class LineLengths
{
    private const int Most = 140;

    [Fact]
    public void NoLineOfTheSources_IsLongerThanIsRead()
    {
        var sources = Checkout.Files("src", "*.cs").ToList();
        Assert.NotEmpty(sources);

        var tooLong = sources.SelectMany(file => File.ReadLines(Checkout.PathOf(file)).Select((line, i) => (file, Number: i + 1, line.Length)))
            .Where(line => line.Length > Most)
            .Select(line => $"{line.file}:{line.Number} has {line.Length} characters").ToList();

        Assert.True(tooLong.Count == 0, $"At most {Most} characters stand in a line; break it where its author would, at =>, after a comma, "
            + $"before && or ?, a long text at a word with +:\n{string.Join('\n', tooLong)}");
    }
}
