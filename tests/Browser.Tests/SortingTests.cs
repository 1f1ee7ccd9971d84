using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>What is sorted and filtered stands in the address.</summary>
[Collection(DashboardCollection.Name)]
public sealed partial class SortingTests(DashboardLab lab)
{
    [Fact]
    public async Task SortingAndFiltering_StandInTheAddress_AndASecondPageShowsTheSame()
    {
        await lab.Learnt();
        await using var opened = await lab.Open(DashboardLab.LearntPage + "?fold=no");
        var page = opened.Page;
        await Expect(page.GetByText("8 of 8 trials").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "width" }).ClickAsync();
        await Expect(FirstWidth(page)).ToHaveTextAsync("16");
        await page.GetByRole(AriaRole.Button, new() { Name = "width" }).ClickAsync();
        await Expect(FirstWidth(page)).ToHaveTextAsync("8");
        await Expect(page).ToHaveURLAsync(Sorted());

        await opened.Filter.FillAsync("width = 8 and epochs = 3");
        await Expect(page.GetByText("2 of 8 trials")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(Filtered());

        await opened.Filter.FillAsync("width = 8 and");
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasTextRegex = Caret() })).ToBeVisibleAsync();
        // What was found before stands while a condition is refused: the address tells when the last one is taken.
        await opened.Filter.FillAsync("width = 8 and epochs = 3");
        await Expect(page).ToHaveURLAsync(Filtered());
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasTextRegex = Caret() })).ToHaveCountAsync(0);
        await Expect(page.GetByText("2 of 8 trials")).ToBeVisibleAsync();

        await using var second = await lab.Open(page.Url);
        await Expect(second.Page.GetByText("2 of 8 trials")).ToBeVisibleAsync();
        await Expect(second.Filter).ToHaveValueAsync("width = 8 and epochs = 3");
        await Expect(second.Page.GetByRole(AriaRole.Columnheader, new() { Name = "width" })).ToHaveAttributeAsync("aria-sort", "ascending");
        // What the coordinator refused is in the console, and nothing else.
        Assert.DoesNotContain(opened.Troubles, trouble => !trouble.Contains("status of 400", StringComparison.Ordinal));
        Assert.Empty(second.Troubles);
    }

    /// <summary>The cell of the leaderboard's first row that stands after the rank, the value, the epochs and the seed.</summary>
    private static ILocator FirstWidth(IPage page) =>
        page.Rows().First.Locator("td").Nth(4);

    [GeneratedRegex("[?&]sort=width")]
    private static partial Regex Sorted();

    [GeneratedRegex("[?&]where=width[^&]*epochs[^&]*3(&|$)")]
    private static partial Regex Filtered();

    [GeneratedRegex(@"\^")]
    private static partial Regex Caret();
}
