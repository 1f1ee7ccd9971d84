using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>What stands on a sweep's page before all of it has come: what is there is shown, and nothing that is not.</summary>
[Collection(DashboardCollection.Name)]
public sealed class ArrivalTests(DashboardLab lab)
{
    private const string Learnt = $"#/sweep/{DashboardLab.LearntSweep}";

    private readonly TaskCompletionSource curves = new();

    [Fact]
    public async Task TheRows_StandThere_BeforeTheCurvesHaveCome()
    {
        await using var opened = await OpenWithoutCurves("?fold=no");
        var page = opened.Page;

        await Expect(Rows(page).First).ToContainTextAsync("0.4107");
        await Expect(page.GetByText("Reading the curves …")).ToBeVisibleAsync();

        curves.SetResult();
        await page.CurvesAreDrawn();
        await Expect(page.GetByText("Reading the curves …")).ToHaveCountAsync(0);
        await Expect(Rows(page).First).ToContainTextAsync("0.4107");
        Assert.Empty(opened.Troubles);
    }

    [Theory]
    [InlineData("1", "0.3107")]
    [InlineData("best", "0.4107")]
    public async Task AValueOfTheCurves_IsNotRankedByBeforeTheyHaveCome(string at, string first)
    {
        await using var opened = await OpenWithoutCurves($"?fold=no&at={at}");
        var page = opened.Page;

        await Expect(page.Locator(".count")).ToHaveTextAsync("8 of 8 trials");
        await Expect(page.GetByText("Reading the trials …")).ToBeVisibleAsync();
        await Expect(Rows(page)).ToHaveCountAsync(0);

        curves.SetResult();
        await Expect(Rows(page).First).ToContainTextAsync(first);
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task WhatIsPointedAt_IsLitInAPictureThatComesLater_AndInOneThatIsLaidAnew()
    {
        await using var opened = await OpenWithoutCurves("?fold=no&show=curves,parallel");
        var page = opened.Page;
        await Rows(page).Nth(1).HoverAsync();
        await page.IsDrawnOn(".parallel canvas.above");

        curves.SetResult();
        await page.IsDrawnOn(".curves canvas.above");
        var before = await Width();
        await page.SetViewportSizeAsync(1200, 1000);
        await page.WaitForFunctionAsync(
            "before => document.querySelector('.parallel canvas.above').width !== before", before,
            new() { Timeout = Patience.Milliseconds });
        await page.IsDrawnOn(".parallel canvas.above");
        Assert.Empty(opened.Troubles);

        Task<int> Width() => page.EvaluateAsync<int>("() => document.querySelector('.parallel canvas.above').width");
    }

    private async Task<OpenedPage> OpenWithoutCurves(string how)
    {
        await lab.Learnt();
        var opened = await lab.Open();
        await opened.Page.RouteAsync("**/api/curves?**", async route =>
        {
            await curves.Task;
            await route.ContinueAsync();
        });
        await opened.Page.EvaluateAsync("to => { location.hash = to; }", Learnt + how);
        return opened;
    }

    private static ILocator Rows(IPage page) =>
        page.GetByRole(AriaRole.Region, new() { Name = "Leaderboard" }).Locator("tbody tr:not([aria-hidden])");
}
