using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>A sweep that has learnt is read: brushed and compared, and the address says how.</summary>
[Collection(DashboardCollection.Name)]
public sealed partial class ReadingTests(DashboardLab lab)
{
    [Fact]
    public async Task AStretchOfAnAxis_KeepsWhatPassesThere()
    {
        await lab.Learnt();
        await using var opened = await lab.Open(DashboardLab.LearntPage + "?show=parallel&fold=no");
        var page = opened.Page;
        var picture = page.GetByRole(AriaRole.Img, new() { Name = "Parallel coordinates" });
        await Expect(page.GetByText("8 of 8 trials").First).ToBeVisibleAsync();
        await picture.ScrollIntoViewIfNeededAsync();
        var box = (await picture.BoundingBoxAsync())!;

        // The upper half of the first axis: the trials of three epochs.
        await page.Mouse.MoveAsync(box.X + 36, box.Y + 30);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 36, box.Y + (box.Height / 2), new() { Steps = 5 });
        await page.Mouse.UpAsync();

        await Expect(page.GetByText("4 of 8 trials")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(Brushed());
        await opened.Picture("sweep-brushed");
        await page.GetByRole(AriaRole.Button, new() { Name = "clear the brush" }).ClickAsync();
        await Expect(page.GetByText("8 of 8 trials").First).ToBeVisibleAsync();
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task TwoThatWereSelected_StandSideBySide_WithWhatDiffers()
    {
        await lab.Learnt();
        await using var opened = await lab.Open(DashboardLab.LearntPage + "?fold=no");
        var page = opened.Page;
        var boxes = page.Leaderboard().GetByRole(AriaRole.Checkbox);
        await Expect(boxes).ToHaveCountAsync(8);
        await boxes.First.CheckAsync();
        await boxes.Last.CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "compare 2" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Compare", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("2 trials of learnt")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("width");
        await opened.Picture("compare");
        Assert.Empty(opened.Troubles);
    }

    [GeneratedRegex("[?&]brush=")]
    private static partial Regex Brushed();
}
