using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sweep.Browser.Tests;

/// <summary>What is done in the page is asked once; what others said is text wherever it stands.</summary>
[Collection(DashboardCollection.Name)]
public sealed partial class ActionTests(DashboardLab lab)
{
    /// <summary>As much like markup as a value may be.</summary>
    private const string Hostile = "<b onmouseover=window.taken=true>bold</b>";

    [Fact]
    public async Task AFailure_ShowsItsCauseAndWhatWasPrinted_AsText_AndIsRetried()
    {
        using var program = new SteppedProgram();
        program.LetTrain(SteppedProgram.Epochs);
        await lab.Submit(program.SweepFile("fails", "width: 8", "seed: 0", "kind: [good, broken]", $"note: [\"{Hostile}\"]"));
        await using var opened = await lab.Open("#/sweep/fails?show=failures&fold=no");
        var page = opened.Page;

        await Expect(page.GetByText("2 failed").First).ToBeVisibleAsync();
        await Expect(page.GetByText("<script>").First).ToBeVisibleAsync();
        await opened.Picture("sweep-failures");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Retry() }).First.ClickAsync();
        var asked = page.GetByRole(AriaRole.Dialog);
        await Expect(asked).ToContainTextAsync("Retry the failed trials of fails?");
        program.Mend();
        await asked.GetByRole(AriaRole.Button, new() { Name = "Retry", Exact = true }).ClickAsync();
        await Expect(page.GetByText("2 trials of fails will be tried again.")).ToBeVisibleAsync();
        await Expect(opened.Progress(4, 4)).ToBeVisibleAsync();

        // The trial says the whole of it, too.
        await page.Leaderboard().GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByText(Hostile).First).ToBeVisibleAsync();
        await opened.Picture("trial");
        Assert.False(await page.EvaluateAsync<bool>("() => 'taken' in window"));
        Assert.Empty(opened.Troubles);
    }

    [GeneratedRegex("^Retry")]
    private static partial Regex Retry();
}
