using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using CsCheck;

namespace Sweep.Files.Tests;

public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData("*.log", "a.log")]
    [InlineData("*.log", "deep/er/a.log")]
    [InlineData("/a.log", "a.log")]
    [InlineData("lib/*.py", "lib/net.py")]
    [InlineData("**/cache", "cache")]
    [InlineData("**/cache", "a/b/cache")]
    [InlineData("a/**", "a/b/c")]
    [InlineData("a/**/b", "a/b")]
    [InlineData("a/**/b", "a/x/y/b")]
    [InlineData("[a-c]?.t[!a]t", "b1.txt")]
    [InlineData("[[:digit:]]x", "1x")]
    [InlineData(@"\#it", "#it")]
    [InlineData(@"\!it", "!it")]
    [InlineData(@"end\ ", "end ")]
    [InlineData("end   ", "end")]
    [InlineData("crlf\r", "crlf")]
    [InlineData("[]x]", "]")]
    [InlineData("[b--]", "b")]
    public void AFile_IsLeftOut(string pattern, string path) => Assert.True(new IgnoreRules("", [pattern]).LeaveOut(path, isFolder: false));

    [Theory]
    [InlineData("*.log", "a.log2")]
    [InlineData("/a.log", "lib/a.log")]
    [InlineData("lib/*.py", "lib/deep/net.py")]
    [InlineData("lib/*.py", "x/lib/net.py")]
    [InlineData("a/**", "a")]
    [InlineData("cache/", "cache")]
    [InlineData("# it", "# it")]
    [InlineData("a?b", "a/b")]
    [InlineData("a[/]b", "a/b")]
    [InlineData("[", "[")]
    [InlineData("A", "a")]
    [InlineData("", "a")]
    [InlineData("!", "!")]
    [InlineData(@"it\", "it")]
    public void AFile_IsKept(string pattern, string path) => Assert.False(new IgnoreRules("", [pattern]).LeaveOut(path, isFolder: false));

    [Fact]
    public void TheLastPatternThatMatches_Decides_AndOneNearerToTheFileBeforeThat()
    {
        var above = new IgnoreRules("", ["*.log", "!keep.log", "cache/"]);
        Assert.False(above.LeaveOut("keep.log", false));
        Assert.True(above.LeaveOut("cache", true));
        var below = new IgnoreRules("lib", ["!a.log", "/keep.log"], above);
        Assert.False(below.LeaveOut("lib/a.log", false));
        Assert.True(below.LeaveOut("lib/keep.log", false));
        Assert.True(below.LeaveOut("lib/b.log", false));
    }

    /// <summary>Git itself says what the rules of <c>.gitignore</c> are.</summary>
    [Fact]
    public void EveryPattern_MeansWhatGitMakesOfIt()
    {
        using var folder = new TemporaryFolder();
        if (Git(folder.Path, "init --quiet", "") is null)
            Assert.Skip("there is no git on this machine to compare with");
        var pattern = Gen.Int[0, Parts.Length - 1].Array[1, 6].Select(parts => string.Concat(parts.Select(part => Parts[part])))
            .Where(pattern => !StarsBehindALetter.IsMatch(pattern));
        string[] paths = [.. from x in Names from y in Names.Append("") select y.Length == 0 ? x : $"{x}/{y}"];
        paths = [.. paths, "a/b/ab", "a/a/a", "b/a/b/a", "ab/b/a"];
        pattern.Array[1, 3].Sample(patterns =>
        {
            File.WriteAllLines(folder[".gitignore"], patterns);
            var gits = Git(folder.Path, "check-ignore --no-index --stdin", string.Join('\n', paths))!.Split('\n').ToHashSet();
            var rules = new IgnoreRules("", patterns);
            foreach (var path in paths)
                Assert.True(gits.Contains(path) == IsLeftOut(rules, path),
                    $"of '{path}' git says {gits.Contains(path)} by [{string.Join(" | ", patterns)}]");
        }, iter: 150, threads: 1, print: patterns => string.Join(" | ", patterns));
    }

    /// <summary>Where git, against its manual, takes two stars behind other characters for folders.</summary>
    private static readonly Regex StarsBehindALetter = new(@"[^/*]\*\*+/", RegexOptions.CultureInvariant);

    private static readonly string[] Parts =
        ["a", "b", "ab", "*", "?", "**", "/", "/", "[ab]", "[!a]", "[^b-c]", "a*", "*b", ".", "-", @"\a", "[", "]", "!", " "];

    private static readonly string[] Names = ["a", "b", "ab", "abc", ".a", "a-b", "c", "a b"];

    /// <summary>Nothing comes back in of what lies in a folder that is left out.</summary>
    private static bool IsLeftOut(IgnoreRules rules, string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
            if (rules.LeaveOut(path[..slash], isFolder: true))
                return true;
        return rules.LeaveOut(path, isFolder: false);
    }

    /// <returns>Null where there is no git.</returns>
    private static string? Git(string folder, string arguments, string input)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            git.StandardInput.Write(input);
            git.StandardInput.Close();
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return output;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
