using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>What stands on a sweep's page before all of it has come: what is there is shown, and nothing that is not.</summary>
[Collection(DashboardCollection.Name)]
public sealed class ArrivalTests(DashboardLab lab)
{
    private readonly TaskCompletionSource curves = new(), others = new();

    [Fact]
    public async Task TheRows_StandThere_BeforeTheCurvesHaveCome()
    {
        await using var opened = await OpenWithoutCurves("?fold=no");
        var page = opened.Page;

        await Expect(page.Rows().First).ToContainTextAsync("0.4107");
        await Expect(page.GetByText("Reading the curves …")).ToBeVisibleAsync();

        curves.SetResult();
        await page.CurvesAreDrawn();
        await Expect(page.GetByText("Reading the curves …")).ToHaveCountAsync(0);
        await Expect(page.Rows().First).ToContainTextAsync("0.4107");
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
        await Expect(page.Rows()).ToHaveCountAsync(0);

        curves.SetResult();
        await Expect(page.Rows().First).ToContainTextAsync(first);
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task OfALargeSweep_TheBestStandThere_BeforeAllOthersHaveCome()
    {
        await using var opened = await OpenWithTheBestAlone("?fold=no");
        var page = opened.Page;

        await Expect(page.Rows()).ToHaveCountAsync(2);
        await Expect(page.Rows().First).ToContainTextAsync("0.4107");
        await Expect(page.Locator(".count")).ToHaveTextAsync("… of 8 trials");
        var headings = await Headings(page);
        await Expect(page.Locator("figure")).ToHaveCountAsync(0);

        others.SetResult();
        await Expect(page.Rows()).ToHaveCountAsync(8);
        await Expect(page.Locator(".count")).ToHaveTextAsync("8 of 8 trials");
        await Expect(page.Rows().First).ToContainTextAsync("0.4107");
        Assert.Equal(headings, await Headings(page));
        await page.CurvesAreDrawn();
        Assert.Empty(opened.Troubles);
    }

    [Theory]
    [InlineData("sort=-seconds")]
    [InlineData("where=seed+%3D+1")]
    [InlineData("metric=score2")]
    [InlineData("brush=seed%3A1..1")]
    public async Task TheBestAlone_AreNotShown_WhereSomethingElseIsAskedFor(string asked)
    {
        await using var opened = await OpenWithTheBestAlone($"?fold=no&{asked}");
        var page = opened.Page;

        await Expect(page.Locator(".count")).ToHaveTextAsync("… of 8 trials");
        await Expect(page.GetByText("Reading the trials …")).ToBeVisibleAsync();
        await Expect(page.Rows()).ToHaveCountAsync(0);

        others.SetResult();
        await Expect(page.Rows().First).ToBeVisibleAsync();
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task ATableThatIsTakenAlong_HasEveryTrial_WheneverItIsAskedFor()
    {
        await using var opened = await OpenWithTheBestAlone("?fold=no");
        var page = opened.Page;
        await Expect(page.Rows()).ToHaveCountAsync(2);

        var taken = page.WaitForDownloadAsync(new() { Timeout = Patience.Milliseconds });
        await page.Locator(".controls").GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync();
        others.SetResult();

        var lines = await File.ReadAllLinesAsync(await (await taken).PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(1 + 8, lines.Length);
        Assert.Empty(opened.Troubles);
    }

    [Fact]
    public async Task WhatWasRefusedOnce_IsReadAgain_WhenTheCoordinatorSaysSomething()
    {
        var refused = new TaskCompletionSource();
        await using var opened = await OpenWithTheBestAlone("?fold=no", async route =>
        {
            if (refused.TrySetResult())
                await route.FulfillAsync(new() { Status = 503, ContentType = "application/json", Body = """{"detail":"The disk is full."}""" });
            else
                await route.ContinueAsync();
        });
        await Expect(opened.Page.Rows()).ToHaveCountAsync(2);
        await refused.Task;

        await lab.Lab.Server.SweepWell("agents", "pause", "box-1", "--reason", "a new fan");
        await Expect(opened.Page.Rows()).ToHaveCountAsync(8);
        await opened.Page.CurvesAreDrawn();
        await lab.Lab.Server.SweepWell("agents", "resume", "box-1");
    }

    [Fact]
    public async Task WhatIsPointedAt_IsLitInAPictureThatComesLater_AndInOneThatIsLaidAnew()
    {
        await using var opened = await OpenWithoutCurves("?fold=no&show=curves,parallel");
        var page = opened.Page;
        await page.Rows().Nth(1).HoverAsync();
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
        await opened.Page.EvaluateAsync("to => { location.hash = to; }", DashboardLab.LearntPage + how);
        return opened;
    }

    /// <summary>The sweep as if it were a large one: what a page asks for first has two trials, and the others wait.</summary>
    /// <param name="rest">What becomes of the question for all; where it is null it waits.</param>
    private async Task<OpenedPage> OpenWithTheBestAlone(string how, Func<IRoute, Task>? rest = null)
    {
        await lab.Learnt();
        var opened = await lab.Open();
        await opened.Page.RouteAsync("**/api/table?**", async route =>
        {
            if (route.Request.Url.Contains("best=", StringComparison.Ordinal))
                await route.FulfillAsync(new() { Json = await BestOf(await route.FetchAsync()) });
            else
                await (rest ?? Wait)(route);
        });
        await opened.Page.EvaluateAsync("to => { location.hash = to; }", DashboardLab.LearntPage + how);
        return opened;

        async Task Wait(IRoute route)
        {
            await others.Task;
            await route.ContinueAsync();
        }
    }

    private static async Task<JsonNode> BestOf(IAPIResponse answer)
    {
        var table = JsonNode.Parse(await answer.BodyAsync())!;
        var (columns, rows) = (table["columns"]!.AsArray(), table["rows"]!.AsArray());
        var score = columns.Index().First(column => (string?)column.Item!["name"] == "score").Index;
        table["trials"] = rows.Count;
        table["differing"] = new JsonArray([.. columns.Index()
            .Where(column => rows.Select(row => row![column.Index]?.ToJsonString()).OfType<string>().Distinct().Count() > 1)
            .Select(column => (JsonNode?)(string?)column.Item!["name"])]);
        table["rows"] = new JsonArray(
            [.. rows.OrderByDescending(row => (double?)row![score] ?? 0).Take(2).Select(row => row!.DeepClone())]);
        return table;
    }

    private static Task<IReadOnlyList<string>> Headings(IPage page) =>
        page.Leaderboard().Locator("thead th").AllTextContentsAsync();
}
