using Sweep.Shared;

namespace Sweep.Architecture.Tests;

/// <summary>
/// Every fault that was mended once keeps a patch that breaks it again, by which <c>tests/Rebreaks/prove</c> shows that simulated labs
/// find it. A patch that the sources have left behind proves nothing.
/// </summary>
public sealed class Rebreaks
{
    private const string Folder = "tests/Rebreaks";

    public static TheoryData<string> Patches => [.. Checkout.Files(Folder, "*.patch")];

    [Theory]
    [MemberData(nameof(Patches))]
    public void EveryPatch_SaysWhatItBreaks_AndIsAboutTheSourcesAsTheyAre(string patch)
    {
        var lines = File.ReadAllLines(Checkout.PathOf(patch));
        Assert.Matches(@"^[A-Z].*\.$", lines[0]);
        var hunks = Hunks(lines).ToList();
        Assert.NotEmpty(hunks);
        Assert.All(hunks, hunk => Assert.True(
            $"\n{Text(hunk.File)}\n".Contains($"\n{hunk.Before}\n", StringComparison.Ordinal),
            $"{patch} breaks what is no longer in {hunk.File}; break the same fault where it is mended now:\n{hunk.Before}"));
    }

    [Fact]
    public void EveryPatch_StandsInTheTableOfTheReliabilityPage()
    {
        var page = Text("docs/reliability.md");
        Assert.All(Patches, patch => Assert.Contains(
            $"| `{Path.GetFileNameWithoutExtension(patch.Data)}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void ThereIsSomethingToProve() => Assert.True(Patches.Count >= 15);

    private static string Text(string file) => File.Exists(Checkout.PathOf(file)) ? File.ReadAllText(Checkout.PathOf(file)) : "";

    /// <summary>What each hunk expects to find in its file.</summary>
    private static IEnumerable<(string File, string Before)> Hunks(IEnumerable<string> lines)
    {
        var (file, before) = ("", (List<string>?)null);
        foreach (var line in lines.Append("@@"))
        {
            if (line.StartsWith("@@", StringComparison.Ordinal) || line.StartsWith("diff ", StringComparison.Ordinal))
            {
                if (before is not null)
                    yield return (file, string.Join('\n', before));
                before = line.StartsWith("@@", StringComparison.Ordinal) ? [] : null;
            }
            else if (before is null && line.StartsWith("--- a/", StringComparison.Ordinal))
            {
                file = line["--- a/".Length..];
            }
            else if (before is not null && line is [' ' or '-', ..])
            {
                before.Add(line[1..]);
            }
        }
    }
}
