using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>The page opens with nothing but the coordinator's own files.</summary>
[Collection(DashboardCollection.Name)]
public sealed partial class FrameTests(DashboardLab lab)
{
    [Fact]
    public async Task ThePage_Opens_SaysThatItIsLive_AndNothingGoesWrongInIt()
    {
        await using var opened = await lab.Open();

        await Expect(opened.Page).ToHaveTitleAsync(Title());
        await Expect(opened.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Expect(opened.Page.Locator("header .heard")).ToHaveTextAsync("live");

        await opened.Picture("overview");
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task TheFrame_IsThere_BeforeAnyScriptHasCome_AndGivesWayToThePage()
    {
        await using var opened = await lab.Open();
        var scripts = new TaskCompletionSource();
        await opened.Page.RouteAsync("**/*.js", async route =>
        {
            await scripts.Task;
            await route.ContinueAsync();
        });

        await opened.Page.ReloadAsync(new() { WaitUntil = Microsoft.Playwright.WaitUntilState.Commit });
        await Expect(opened.Page.Locator("header .home")).ToHaveTextAsync("Sweep");
        await Expect(opened.Page.Locator("main")).ToHaveTextAsync("Reading …");
        scripts.SetResult();

        await Expect(opened.Page.Locator("header .heard")).ToHaveTextAsync("live");
        await Expect(opened.Page.Locator("header")).ToHaveCountAsync(1);
        await Expect(opened.Page.Locator("main")).ToHaveCountAsync(1);
        await Expect(opened.Page.Locator("main")).Not.ToContainTextAsync("Reading …");
    }

    [Fact]
    public async Task TheApi_IsReadInThePage()
    {
        await using var opened = await lab.Open("#/api");
        var submits = opened.Page.Locator("details").Filter(new() { HasText = "POST /api/sweeps " }).First;

        await submits.Locator("summary").ClickAsync();
        await Expect(submits).ToContainTextAsync("Needs role submit.");
        await Expect(submits).ToContainTextAsync("SubmitRequest");
        await Expect(submits).ToContainTextAsync("409");
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task AScriptInTheMarkup_IsRefused_AndSeenHere()
    {
        await using var opened = await lab.Open();
        await Expect(opened.Page.Locator("header .heard")).ToHaveTextAsync("live");

        await opened.Page.EvaluateAsync("""
            () => {
              const script = document.createElement("script");
              script.textContent = "document.title = 'taken over'";
              document.body.append(script);
            }
            """);

        await Expect(opened.Page).ToHaveTitleAsync(Title());
        Assert.Contains(opened.Troubles, trouble => trouble.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [GeneratedRegex("^Sweep")]
    private static partial Regex Title();
}
