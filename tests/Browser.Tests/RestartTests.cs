using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>A page outlives its coordinator.</summary>
[Collection(DashboardCollection.Name)]
public sealed class RestartTests(DashboardLab lab)
{
    [Fact]
    public async Task ACoordinatorThatIsKilledAndComesBack_CostsThePageNothing()
    {
        using var program = new SteppedProgram();
        await lab.Submit(program.SweepFile("survives", "width: [8, 16]", "seed: 0"));
        await using var opened = await lab.Open("#/sweep/survives?where=width%20%3D%2016");
        var page = opened.Page;
        var board = page.Leaderboard();
        program.LetTrain(1);
        await Expect(board).ToContainTextAsync("0.3100");
        await board.GetByRole(AriaRole.Checkbox).First.CheckAsync();
        await Expect(opened.Progress(2, 4)).ToBeVisibleAsync();
        var before = page.Url;

        await lab.Lab.KillCoordinator();
        await Expect(page.GetByText("trying again")).ToBeVisibleAsync();
        await Expect(board).ToContainTextAsync("0.3100");
        await opened.Picture("coordinator-lost");

        // What is trained meanwhile is told when it is back.
        program.LetTrain(SteppedProgram.Epochs);
        await lab.Lab.Serve();
        await Expect(page.Locator("header .heard")).ToHaveTextAsync("live");
        await Expect(board).ToContainTextAsync("0.4100");
        await Expect(opened.Progress(4, 4)).ToBeVisibleAsync();
        Assert.Equal(before, page.Url);
        await Expect(opened.Filter).ToHaveValueAsync("width = 16");
        await Expect(board.GetByRole(AriaRole.Checkbox, new() { Checked = true })).ToHaveCountAsync(1);
        // Requests that found nobody are in the console, and nothing else.
        Assert.DoesNotContain(opened.Troubles, trouble => !trouble.Contains("Failed to load resource", StringComparison.Ordinal)
            && !trouble.Contains("ERR_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFilterThatNobodyAnswered_IsAskedAgain_WhenTheCoordinatorIsBack()
    {
        await lab.Learnt();
        await using var opened = await lab.Open(DashboardLab.LearntPage + "?fold=no");
        var (page, unanswered) = (opened.Page, opened.Page.GetByText("The coordinator does not answer"));
        await Expect(page.Rows()).ToHaveCountAsync(8);

        await lab.Lab.KillCoordinator();
        await opened.Filter.FillAsync("width = 16");
        await Expect(unanswered).ToBeVisibleAsync();

        await lab.Lab.Serve();
        await Expect(page.Rows()).ToHaveCountAsync(4);
        await Expect(unanswered).ToHaveCountAsync(0);
    }
}
