using System.Text.Json;
using Microsoft.Playwright;
using Sweep.Cluster.Tests;
using Sweep.Suite;

namespace Sweep.Browser.Tests;

/// <summary>One lab and one browser for every test here: the tests follow each other, and each has sweeps of its own.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardCollection : ICollectionFixture<DashboardLab>
{
    public const string Name = "dashboard";
}

/// <summary>
/// <c>sweep serve</c> and an agent as real processes, and a browser that opens the coordinator's page. A program that is searched waits
/// at each epoch until its test lets it go on, so that what a page shows of a run in training is known.
/// </summary>
public sealed class DashboardLab : IAsyncLifetime
{
    /// <summary>As many as runs of one test wait at an epoch, so that none waits for a slot.</summary>
    private const int Slots = 4;

    private ProcessPlace? place;
    private Chromium? chromium;
    private string token = "";
    private bool learnt;

    internal Lab Lab { get; } = new();

    /// <summary>A sweep that is complete, for whoever only reads; see <see cref="Learnt"/>.</summary>
    public const string LearntSweep = "learnt";

    /// <summary>Where that one is shown, below the coordinator's address.</summary>
    public const string LearntPage = $"#/sweep/{LearntSweep}";

    /// <summary>Where the page is.</summary>
    public Uri Address => new($"https://{Lab.Host}:{Lab.HttpPort}/");

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Lacking is not null)
            return;
        place = await ProcessPlace.Take();
        Assertions.SetDefaultExpectTimeout(Patience.Milliseconds);
        await Lab.Serve();
        Lab.Join("box-1", new() { Slots = Slots });
        chromium = await Chromium.Start();
        using var file = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Lab.Server.Home, "coordinator.json")));
        token = file.RootElement.GetProperty("token").GetString()!;
    }

    /// <summary>Hands a sweep in by the command line.</summary>
    internal async Task Submit(string sweepFile)
    {
        Assert.SkipWhen(chromium is null, Chromium.Lacking ?? "");
        Lab.Server.Write("sweep.yaml", sweepFile);
        await Lab.Server.SweepWell("submit", "sweep.yaml", "--quiet");
    }

    /// <summary>Returns when <see cref="LearntSweep"/> is complete: two widths, two seeds, one and three epochs.</summary>
    internal async Task Learnt()
    {
        Assert.SkipWhen(chromium is null, Chromium.Lacking ?? "");
        if (learnt)
            return;
        using var program = new SteppedProgram();
        program.LetTrain(SteppedProgram.Epochs);
        await Submit(program.SweepFile(LearntSweep, "width: [8, 16]", "seed: [0, 1]"));
        await Lab.Server.SweepWell("wait", LearntSweep, "--quiet");
        learnt = true;
    }

    /// <summary>Opens the dashboard.</summary>
    /// <param name="at">Below the coordinator's address.</param>
    /// <param name="asOwner">With the owner's token; a stranger otherwise.</param>
    internal async Task<OpenedPage> Open(string at = "", ViewportSize? size = null, ColorScheme theme = ColorScheme.Light, bool asOwner = true)
    {
        Assert.SkipWhen(chromium is null, Chromium.Lacking ?? "");
        var context = await chromium.Browser.NewContextAsync(new()
        {
            // The authority is the home's own, which no browser knows.
            IgnoreHTTPSErrors = true,
            BaseURL = Address.ToString(),
            ViewportSize = size ?? new() { Width = 1280, Height = 900 },
            ColorScheme = theme,
            ExtraHTTPHeaders = asOwner ? [new("Authorization", $"Bearer {token}")] : null,
        });
        context.SetDefaultTimeout(Patience.Milliseconds);
        var opened = await OpenedPage.In(context);
        await opened.Page.GotoAsync(at);
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        Lab.Dispose();
        place?.Dispose();
    }
}
