using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>A browser is let in by a link that opens once.</summary>
[Collection(DashboardCollection.Name)]
public sealed partial class LoginTests(DashboardLab lab)
{
    [Fact]
    public async Task AStranger_SeesTheLogin_AndALink_LetsOneBrowserIn_ByACookieThatNoScriptReads()
    {
        await using var opened = await lab.Open(asOwner: false);
        var page = opened.Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Log in" })).ToBeVisibleAsync();

        var link = (await lab.Lab.Server.SweepWell("dashboard", "--quiet")).Split('\n').Select(line => line.Trim())
            .Single(line => line.StartsWith("https://", StringComparison.Ordinal));
        await page.GotoAsync(link);

        await Expect(page.Locator("header .heard")).ToHaveTextAsync("live");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sweeps" })).ToBeVisibleAsync();
        await Expect(page).Not.ToHaveURLAsync(Code());
        Assert.Equal("", await page.EvaluateAsync<string>("() => document.cookie"));
        var cookie = Assert.Single(await page.Context.CookiesAsync());
        Assert.True(cookie is { HttpOnly: true, Secure: true, SameSite: SameSiteAttribute.Strict });

        // Another browser comes too late with the same link.
        await using var late = await lab.Open(link, asOwner: false);
        await Expect(late.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "opens nothing" })).ToBeVisibleAsync();
        Assert.DoesNotContain(opened.Troubles, trouble => !trouble.Contains("401", StringComparison.Ordinal));
    }

    [GeneratedRegex("code=")]
    private static partial Regex Code();
}
