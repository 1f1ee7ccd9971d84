using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>What people do all day with a sweep that has learnt.</summary>
[Collection(DashboardCollection.Name)]
public sealed partial class PerusalTests(DashboardLab lab)
{
    [Fact]
    public async Task ATrialUnderThePointer_LightsUpEverywhere()
    {
        await using var opened = await Open("?fold=no&show=curves,parallel");
        var page = opened.Page;
        var second = page.Rows().Nth(1);

        await second.HoverAsync();
        await Expect(second).ToHaveClassAsync(Lit());
        await page.IsDrawnOn(".curves canvas.above");
        await page.IsDrawnOn(".parallel canvas.above");

        // And the other way round, wherever on the axis of the values a line is.
        var box = (await page.Locator(".parallel").BoundingBoxAsync())!;
        var lit = page.Rows().And(page.Locator(".lit"));
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 2);
        await Expect(lit).ToHaveCountAsync(0);
        for (var down = 34; down < box.Height - 16 && await lit.CountAsync() == 0; down += 4)
            await page.Mouse.MoveAsync(box.X + box.Width - 40, box.Y + down);
        await Expect(lit).ToHaveCountAsync(1);
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task OnANarrowPage_TheLeaderboardStandsAboveThePictures_AndIsAsHighAsItsRows()
    {
        await lab.Learnt();
        await using var opened = await lab.Open(DashboardLab.LearntPage + "?fold=no", new() { Width = 390, Height = 900 });
        var board = opened.Page.Leaderboard();
        await Expect(opened.Page.Rows().First).ToBeVisibleAsync();
        await opened.Page.CurvesAreDrawn();

        var (all, rows) = ((await board.BoundingBoxAsync())!, (await board.Locator("table").BoundingBoxAsync())!);
        var row = (await opened.Page.Rows().First.BoundingBoxAsync())!.Height;
        // A border, and the bar by which the columns are moved.
        Assert.InRange(all.Height - rows.Height, 0, 2 * row);
        Assert.True(all.Y + all.Height <= (await opened.Page.Locator(".pictures").BoundingBoxAsync())!.Y);
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task SeedsAreFoldedIntoAMean_AndUnfoldedByAClick()
    {
        await using var opened = await Open("");
        var page = opened.Page;
        await Expect(page.Rows()).ToHaveCountAsync(4);
        await Expect(page.Rows().First).ToContainTextAsync("± ");

        await page.Rows().First.GetByRole(AriaRole.Button, new() { Expanded = false }).ClickAsync();

        await Expect(page.Rows()).ToHaveCountAsync(6);
        await Expect(page.Rows().Nth(1)).ToContainTextAsync("seed 1");
        await Expect(page.Rows().Nth(2)).ToContainTextAsync("seed 0");
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task WhatIsRanked_IsOfTheLastTheBestOrAnyEpoch()
    {
        await using var opened = await Open("?fold=no");
        var page = opened.Page;
        var ends = page.GetByRole(AriaRole.Combobox, new() { Name = "of", Exact = true });
        await Expect(page.Rows().First).ToContainTextAsync("0.4107");

        await ends.SelectOptionAsync("epoch 1");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "score after 1" })).ToBeVisibleAsync();
        await Expect(page.Rows().First).ToContainTextAsync("0.3107");
        await ends.SelectOptionAsync("best epoch");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "score, best" })).ToBeVisibleAsync();
        await Expect(page.Rows().First).ToContainTextAsync("0.4107");
        await Expect(page).ToHaveURLAsync(OfTheBest());
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task AStretchOfTheCurves_StaysWhileTheyAreDrawnAnew_AndGoesByADoubleClick()
    {
        await using var opened = await Open("?fold=no");
        var page = opened.Page;
        var over = page.Locator(".curves .u-over");
        await over.ScrollIntoViewIfNeededAsync();
        await page.CurvesAreDrawn();
        var (whole, box) = (await page.Curves(), (await over.BoundingBoxAsync())!);

        await page.Mouse.MoveAsync(box.X + (box.Width * 0.4f), box.Y + (box.Height * 0.2f));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.9f), box.Y + (box.Height * 0.7f), new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y - 80);
        await page.CurvesAre(whole, asBefore: false);
        var part = await page.Curves();
        await page.GetByLabel("log epochs").CheckAsync();
        await page.CurvesAre(part, asBefore: false);
        await page.GetByLabel("log epochs").UncheckAsync();
        await page.GetByLabel("Smoothing").FillAsync("0.5");
        await page.CurvesAre(whole, asBefore: false);
        await page.GetByLabel("Smoothing").FillAsync("0");

        await over.DblClickAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y - 80);
        await page.CurvesAre(whole, asBefore: true);
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task ACellOfTheHeatMap_KeepsItsTrials()
    {
        await using var opened = await Open("?fold=no&show=heatmap");
        var page = opened.Page;
        var map = page.GetByRole(AriaRole.Img, new() { Name = "score by" });
        await Expect(map.Locator("canvas").First).ToBeVisibleAsync();
        await map.ScrollIntoViewIfNeededAsync();
        var box = (await map.BoundingBoxAsync())!;

        // The upper left of four cells, within the room that the axes and the scale of colours leave.
        await map.ClickAsync(new() { Position = new() { X = 84 + ((box.Width - 104) / 4), Y = 10 + ((box.Height - 94) / 4) } });

        await Expect(page.GetByText("2 of 8 trials")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(Brushed());
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task AView_IsTakenAlongAsACommand_AsATableAndAsAPicture()
    {
        await using var opened = await Open("?fold=no&show=curves,heatmap&where=" + Uri.EscapeDataString("width = 16"));
        var page = opened.Page;
        await Expect(page.GetByText("4 of 8 trials")).ToBeVisibleAsync();
        await page.CurvesAreDrawn();
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.Locator(".controls").GetByRole(AriaRole.Button, new() { Name = "Copy command" }).ClickAsync();
        await Expect(page.GetByText("Copied: sweep results learnt --where 'width = 16'")).ToBeVisibleAsync();
        Assert.Equal("sweep results learnt --where 'width = 16'", await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));

        var table = await page.RunAndWaitForDownloadAsync(() =>
            page.Locator(".controls").GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await table.PathAsync());
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("rank,trial,score,", lines[0], StringComparison.Ordinal);

        foreach (var (name, file) in new[] { ("Curves", "learnt-curves.png"), ("Heat map", "learnt-heat-map.png") })
        {
            var picture = await page.RunAndWaitForDownloadAsync(() =>
                page.Locator("figure").Filter(new() { HasText = name }).GetByRole(AriaRole.Button, new() { Name = "PNG" }).ClickAsync());
            Assert.Equal(file, picture.SuggestedFilename);
            Assert.True(await page.HasColour(await File.ReadAllBytesAsync(await picture.PathAsync())), $"{file} is without colour");
        }
        Assert.Empty(opened.Troubles);
    }

    [Theory]
    [InlineData(0, "min(score)")]
    [InlineData(0.1, "percentile(score, 10)")]
    [InlineData(0.5, "median(score)")]
    [InlineData(0.9, "percentile(score, 90)")]
    [InlineData(1, "max(score)")]
    public async Task AMedian_AndWhatABandIsDrawnFrom_IsWhatAnAnswerSays(double level, string aggregate)
    {
        await using var opened = await Open("?fold=no");

        var differ = await opened.Page.EvaluateAsync<string[]>("""
            async ([level, aggregate]) => {
              const [{ levelOf }, { send }] = await Promise.all([import("/page/parts/sets.js"), import("/page/api.js")]);
              const ask = question => send("ask", { sweep: "learnt", ...question });
              const groups = (await ask({ groupBy: "width", aggregates: `count(), ${aggregate}` })).rows;
              const trials = (await ask({ columns: "width, score", sort: "width, seed" })).rows;
              const said = groups.map(([width, count, said]) => [width, count, said,
                levelOf(trials.filter(row => row[0] === width).map(row => row[1]), level)]);
              return said.length ? said.filter(one => one[2] !== one[3]).map(String) : ["no groups"];
            }
            """, new object[] { level, aggregate });

        Assert.Empty(differ);
    }

    [Fact]
    public async Task AQuestion_IsCompletedAsItIsWritten_AndItsMistakeStandsUnderTheCaret()
    {
        await lab.Learnt();
        await using var opened = await lab.Open($"#/query?sweep={DashboardLab.LearntSweep}");
        var page = opened.Page;
        var where = page.GetByRole(AriaRole.Combobox, new() { Name = "Where" });
        await Expect(page.GetByText("8 trials")).ToBeVisibleAsync();

        await where.PressSequentiallyAsync("wid");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "width" })).ToBeVisibleAsync();
        await where.PressAsync("ArrowDown");
        await where.PressAsync("Enter");
        await Expect(where).ToHaveValueAsync("width");
        await where.PressSequentiallyAsync(" = 16");
        await Expect(page.GetByText("4 trials")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Group by" }).FillAsync("epochs");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Aggregates" }).FillAsync("mean(score), count()");
        await Expect(page.GetByText("2 groups")).ToBeVisibleAsync();
        // Who writes slowly has what is half written asked, and refused.
        Assert.DoesNotContain(opened.Troubles, trouble => !trouble.Contains("status of 400", StringComparison.Ordinal));
        await where.FillAsync("width = = 16");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("^");
    }

    [Fact]
    public async Task AnAgent_IsPausedWithAReason_AndResumed()
    {
        await using var opened = await lab.Open("#/agents");
        var page = opened.Page;
        var agent = page.GetByRole(AriaRole.Region, new() { Name = "box-1" });

        await agent.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("a new fan");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("box-1 is paused.")).ToBeVisibleAsync();
        await Expect(agent).ToContainTextAsync("a new fan");
        await agent.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(page.GetByText("box-1 gets runs again.")).ToBeVisibleAsync();
        await Expect(agent).Not.ToContainTextAsync("a new fan");
        Assert.Empty(opened.Troubles);
    }

    private async Task<OpenedPage> Open(string how)
    {
        await lab.Learnt();
        var opened = await lab.Open(DashboardLab.LearntPage + how);
        await Expect(opened.Page.Rows().First).ToBeVisibleAsync();
        return opened;
    }

    [GeneratedRegex(@"\blit\b")]
    private static partial Regex Lit();

    [GeneratedRegex("[?&]at=best")]
    private static partial Regex OfTheBest();

    [GeneratedRegex("[?&]brush=")]
    private static partial Regex Brushed();
}
