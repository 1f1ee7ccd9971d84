using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>A sweep is stopped and goes on.</summary>
[Collection(DashboardCollection.Name)]
public sealed class CancelTests(DashboardLab lab)
{
    [Fact]
    public async Task ASweep_IsCancelledWhenThatWasAskedOnce_AndResumed()
    {
        using var program = new SteppedProgram();
        await lab.Submit(program.SweepFile("stopped", "width: 8", "seed: [0, 1, 2]"));
        await using var opened = await lab.Open("#/sweep/stopped");
        var page = opened.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Leave it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel the sweep" }).ClickAsync();
        await Expect(page.GetByText("stopped is cancelled")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(page.GetByText("stopped goes on.")).ToBeVisibleAsync();
        program.LetTrain(SteppedProgram.Epochs);
        await Expect(opened.Progress(6, 6)).ToBeVisibleAsync();
        Assert.Empty(opened.Troubles);
    }
}
