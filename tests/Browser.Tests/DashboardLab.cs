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
    private ProcessPlace? place;
    private Chromium? chromium;
    private string token = "";

    internal Lab Lab { get; } = new();

    /// <summary>Where the page is.</summary>
    public Uri Address => new($"https://{Lab.Host}:{Lab.HttpPort}/");

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Lacking is not null)
            return;
        place = await ProcessPlace.Take();
        Assertions.SetDefaultExpectTimeout(Patience.Milliseconds);
        await Lab.Serve();
        Lab.Join("box-1", new() { Slots = 2 });
        chromium = await Chromium.Start();
        using var file = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Lab.Server.Home, "coordinator.json")));
        token = file.RootElement.GetProperty("token").GetString()!;
    }

    /// <summary>Opens the dashboard, as somebody with the owner's token.</summary>
    /// <param name="at">Below the coordinator's address.</param>
    internal async Task<OpenedPage> Open(string at = "", ViewportSize? size = null, ColorScheme theme = ColorScheme.Light)
    {
        Assert.SkipWhen(chromium is null, Chromium.Lacking ?? "");
        var context = await chromium.Browser.NewContextAsync(new()
        {
            // The authority is the home's own, which no browser knows.
            IgnoreHTTPSErrors = true,
            BaseURL = Address.ToString(),
            ViewportSize = size ?? new() { Width = 1280, Height = 900 },
            ColorScheme = theme,
            ExtraHTTPHeaders = [new("Authorization", $"Bearer {token}")],
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
