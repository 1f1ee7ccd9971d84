using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>What a page says in words is never older than the numbers that stand beside it.</summary>
[Collection(DashboardCollection.Name)]
public sealed class SentenceTests(DashboardLab lab)
{
    [Fact]
    public async Task ThatNothingIsThere_IsNoLongerSaid_WhereANumberSaysThatItIs()
    {
        using var busy = new SteppedProgram();
        using var program = new SteppedProgram();
        await lab.Submit(busy.SweepFile("busy", "width: [8, 16]", "seed: [0, 1]"));
        await using var opened = await lab.Open("#/sweep/busy");
        var page = opened.Page;
        // Every slot has its run: those of another sweep wait.
        await Expect(page.GetByText("8 in training")).ToBeVisibleAsync();
        await lab.Submit(program.SweepFile("queued", "width: [8, 16]", "seed: [0, 1]"));

        await page.GotoAsync("#/sweep/queued?show=curves,timeline");
        await Expect(page.GetByText("No trial has completed yet.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nothing has been trained yet.")).ToBeVisibleAsync();
        await Expect(page.GetByText("No epoch has been recorded yet.")).ToBeVisibleAsync();
        await opened.NeverTogether("No trial has completed yet.", ".head .progress[aria-label*=' completed']");
        await opened.NeverTogether("Nothing has been trained yet.", ".head .progress :is(.running, .completed)");
        await opened.NeverTogether("No epoch has been recorded yet.", ".head .progress .completed");

        busy.LetTrain(SteppedProgram.Epochs);
        await Expect(page.GetByText("4 attempts on 4 slots")).ToBeVisibleAsync();
        program.LetTrain(1);
        await Expect(opened.Progress(4, 8)).ToBeVisibleAsync();
        await Expect(page.GetByText("width 16 is best: score")).ToBeVisibleAsync();
        await opened.Picture("sweep-first-epoch");
        program.LetTrain(SteppedProgram.Epochs);
        await Expect(opened.Progress(8, 8)).ToBeVisibleAsync();
        Assert.Empty(opened.Troubles);
    }
}
