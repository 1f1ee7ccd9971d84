using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>A sweep is submitted in the page and watched as it learns.</summary>
[Collection(DashboardCollection.Name)]
public sealed partial class LearningTests(DashboardLab lab)
{
    [Fact]
    public async Task ASweep_IsSubmittedWithItsPlanFirst_AndLearnsBeforeOnesEyes()
    {
        using var program = new SteppedProgram();
        await using var opened = await lab.Open("#/submit");
        var page = opened.Page;

        await page.GetByLabel("Sweep file", new() { Exact = true }).FillAsync(program.SweepFile("watched", "width: [8, 16]", "seed: [0, 2]"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the plan" }).ClickAsync();
        var plan = page.GetByRole(AriaRole.Region, new() { Name = "Plan" });
        await Expect(plan).ToContainTextAsync("8 trials, 12 epochs");
        await opened.Picture("submit");
        await plan.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        await Expect(page).ToHaveURLAsync(OfTheSweep());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "watched" })).ToBeVisibleAsync();
        await Expect(opened.Progress(0, 8)).ToBeVisibleAsync();
        var board = page.Leaderboard();

        program.LetTrain(1);
        // Of every run the trial of one epoch is done; nothing was reloaded.
        await Expect(opened.Progress(4, 8)).ToBeVisibleAsync();
        await Expect(board).ToContainTextAsync("0.3107");
        await Expect(page.GetByText("width 16 is best: score")).ToBeVisibleAsync();
        await opened.Picture("sweep-learning");

        program.LetTrain(SteppedProgram.Epochs);
        await Expect(opened.Progress(8, 8)).ToBeVisibleAsync();
        await Expect(board).ToContainTextAsync("0.4107");
        await Expect(page.GetByText("complete").First).ToBeVisibleAsync();
        Assert.Empty(opened.Troubles);
    }

    [GeneratedRegex("#/sweep/watched$")]
    private static partial Regex OfTheSweep();
}
