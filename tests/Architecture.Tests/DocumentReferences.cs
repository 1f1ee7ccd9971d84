using System.Text.RegularExpressions;
using Sweep.Shared;

namespace Sweep.Architecture.Tests;

/// <summary>What the documents point at is there: pages, files, tests. A renamed test takes the sentence that relies on it along.</summary>
public sealed partial class DocumentReferences
{
    private static readonly IReadOnlyList<string> Sources = [.. Checkout.Files("src", "*.cs"), .. Checkout.Files("tests", "*.cs")];
    private static readonly string AllTests = string.Join('\n', Checkout.Files("tests", "*.cs").Select(file => File.ReadAllText(Checkout.PathOf(file))));

    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Checkout.Root, "*.md").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal), .. Checkout.Files("docs", "*.md"),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryLink_LeadsToAFile(string document)
    {
        var folder = Path.GetDirectoryName(Checkout.PathOf(document))!;
        Nothing(document, "links to, which is not there", Link().Matches(Text(document)).Select(link => link.Groups["to"].Value)
            .Where(to => !Path.Exists(Path.GetFullPath(Path.Combine(folder, to)))));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryFile_IsThere(string document) =>
        Nothing(document, "names, which is not there", Quoted().Matches(Text(document)).Select(quoted => quoted.Groups["text"].Value)
            .Where(text => (PathInHouse().IsMatch(text) && !IsThere(text)) || (SourceFile().IsMatch(text) && !IsASource(text))));

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryTest_IsThere(string document) =>
        Nothing(document, "relies on, which is no test", Quoted().Matches(Text(document)).Select(quoted => Test().Match(quoted.Groups["text"].Value))
            .Where(test => test.Success && !(AllTests.Contains($"class {test.Groups["class"].Value}", StringComparison.Ordinal)
                && (!test.Groups["name"].Success || AllTests.Contains($" {test.Groups["name"].Value}(", StringComparison.Ordinal))))
            .Select(test => test.Value));

    [Fact]
    public void ThereIsSomethingToCheck() => Assert.True(Documents.Count > 20 && Documents.Sum(row => Link().Count(Text(row.Data))) > 20);

    private static void Nothing(string document, string problem, IEnumerable<string> wrong)
    {
        var all = wrong.Distinct().ToList();
        Assert.True(all.Count == 0, $"{document} {problem}: {string.Join(", ", all)}");
    }

    private static string Text(string document) => File.ReadAllText(Checkout.PathOf(document));

    /// <summary>A file, a folder, or a pattern that something matches: <c>NAME</c> stands for a name to be filled in.</summary>
    private static bool IsThere(string named)
    {
        var path = named.Replace("NAME", "*", StringComparison.Ordinal);
        var (folder, name) = (Path.GetDirectoryName(Checkout.PathOf(path))!, Path.GetFileName(path));
        return path.Contains('*', StringComparison.Ordinal)
            ? folder.Contains('*', StringComparison.Ordinal) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, name).Any())
            : Path.Exists(Checkout.PathOf(path));
    }

    private static bool IsASource(string name) => Sources.Any(source =>
        Regex.IsMatch("/" + source, "/" + Regex.Escape(name).Replace("\\*", "[^/]*", StringComparison.Ordinal) + "$"));

    [GeneratedRegex(@"\]\((?![a-z]+:|#)(?<to>[^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<text>[^`\n]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:src|tests|docs|deploy|\.ci)/[\w.*/-]+$")]
    private static partial Regex PathInHouse();

    [GeneratedRegex(@"^[A-Z][\w.*/]*\.cs$")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"^(?:(?<class>\w+)\.(?<name>[A-Z]\w*_\w+)|(?<class>[A-Z]\w+Tests)(?:\.(?<name>[A-Z]\w+))?)$")]
    private static partial Regex Test();
}
