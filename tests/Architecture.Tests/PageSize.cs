using System.Text.RegularExpressions;
using Sweep.Shared;

namespace Sweep.Architecture.Tests;

/// <summary>The dashboard's page is files that one person can read: no bundler and no node stand between them and the browser.</summary>
public sealed partial class PageSize
{
    private const string Page = "src/Coordinator/Dashboard/Page";
    private const int MostLines = 2500;
    private const int MostCharacters = 140;

    [Fact]
    public void OwnJavaScript_IsNoMoreThanIsRead()
    {
        var lines = Own.Sum(file => JavaScriptLines.OfCode(File.ReadAllText(Checkout.PathOf(file))));

        Assert.InRange(lines, 1, MostLines - 1);
    }

    [Fact]
    public void NoLineOfIt_IsLongerThanIsRead()
    {
        var tooLong = Own.SelectMany(file => File.ReadLines(Checkout.PathOf(file)).Select((line, i) => (file, Number: i + 1, line.Length)))
            .Where(line => line.Length > MostCharacters).Select(line => $"{line.file}:{line.Number}");

        Assert.Empty(tooLong);
    }

    /// <summary>What the page's head names to be fetched beforehand is there, and it is all that the overview and a sweep begin with.</summary>
    [Fact]
    public void WhatTheFirstViewsImport_IsFetchedBeforehand()
    {
        var named = Preloaded().Matches(File.ReadAllText(Checkout.PathOf($"{Page}/index.html"))).Select(match => match.Groups["file"].Value);
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        Follow("main.js");
        Follow("pages/overview.js");
        Follow("pages/sweep.js");

        Assert.Equal(needed, named.Order(StringComparer.Ordinal));

        void Follow(string file)
        {
            if (!needed.Add(file))
                return;
            foreach (Match match in Imported().Matches(File.ReadAllText(Checkout.PathOf($"{Page}/{file}"))))
                Follow(Path.GetRelativePath(".", Path.Combine(Path.GetDirectoryName(file)!, match.Groups["file"].Value)));
        }
    }

    private static IEnumerable<string> Own => Checkout.Files(Page, "*.js").Where(file => !file.Contains("/vendor/", StringComparison.Ordinal));

    [GeneratedRegex("""<link rel="modulepreload" href="/page/(?<file>[^"]+)">""")]
    private static partial Regex Preloaded();

    [GeneratedRegex("""(?:^|[;}])\s*(?:import|export)[^;"(]*?(?:from\s*)?"(?<file>\.[^"]+\.js)["]""", RegexOptions.Multiline)]
    private static partial Regex Imported();
}
