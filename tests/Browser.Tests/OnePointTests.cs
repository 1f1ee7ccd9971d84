using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>After one epoch a curve is one point, and no picture of it is empty.</summary>
[Collection(DashboardCollection.Name)]
public sealed class OnePointTests(DashboardLab lab)
{
    [Fact]
    public async Task CurvesOfOneEpoch_AreSeen_OfASweepOfATrialAndOfSeveral()
    {
        await lab.Learnt();
        await using var opened = await lab.Open($"{DashboardLab.LearntPage}?fold=no&where={Uri.EscapeDataString("epochs = 1")}");
        var page = opened.Page;
        var board = page.Leaderboard();
        await Expect(page.GetByText("4 of 8 trials")).ToBeVisibleAsync();
        await page.CurvesAreDrawn();
        await opened.Picture("sweep-one-epoch");

        await board.GetByRole(AriaRole.Checkbox).First.CheckAsync();
        await board.GetByRole(AriaRole.Checkbox).Last.CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "compare 2" }).ClickAsync();
        await Expect(page.GetByText("2 trials of learnt")).ToBeVisibleAsync();
        await page.CurvesAreDrawn();
        await opened.Picture("compare-one-epoch");

        await page.GoBackAsync();
        await board.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Epochs" })).ToBeVisibleAsync();
        await page.CurvesAreDrawn();
        await opened.Picture("trial-one-epoch");
        Assert.Empty(opened.Troubles);
    }
}
