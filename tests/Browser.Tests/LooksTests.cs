using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>Every page in both themes and two widths: nothing hangs over the edge, and axe finds nothing serious.</summary>
[Collection(DashboardCollection.Name)]
public sealed class LooksTests(DashboardLab lab)
{
    private static readonly string[] Grave = ["serious", "critical"];

    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "#/overview" },
        { "sweep", DashboardLab.LearntPage + "?show=curves,parallel,heatmap,scatter,timeline,failures" },
        { "agents", "#/agents" },
        { "query", $"#/query?sweep={DashboardLab.LearntSweep}" },
        { "submit", "#/submit" },
        { "login", "#/login" },
        { "api", "#/api" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task APage_IsWholeInBothThemesAndWidths_AndReadableByAll(string name, string address)
    {
        await lab.Learnt();
        foreach (var (theme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 390) })
        {
            await using var opened = await lab.Open(address, new() { Width = width, Height = 900 }, theme);
            var page = opened.Page;
            await Expect(page.Locator("header .heard")).ToHaveTextAsync("live");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeAttachedAsync();
            await Expect(page.Locator("main")).Not.ToContainTextAsync("Asking …");
            await Expect(page.Locator("main")).Not.ToContainTextAsync("Reading the");
            await opened.Picture($"{name}-{width}-{theme.ToString().ToLowerInvariant()}");

            Assert.Equal(width, await page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, innerWidth)"));
            var found = (await page.RunAxe()).Violations.Where(violation => Grave.Contains(violation.Impact)).ToList();
            Assert.True(found.Count == 0, string.Join('\n', found.Select(violation =>
                $"{name} {width} {theme}: {violation.Id}, {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html).Take(3))}")));
            Assert.Empty(opened.Troubles);
        }
    }
}
