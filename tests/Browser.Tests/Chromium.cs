using Microsoft.Playwright;

namespace Sweep.Browser.Tests;

/// <summary>The machine's own browser, driven: nothing is downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>Where it is set, a machine without the browser fails these tests instead of skipping them.</summary>
    private const string RequiredVariable = "SWEEP_BROWSER_TESTS";

    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly IPlaywright playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    private static string? Program => Array.Find(Programs, File.Exists);

    /// <summary>Why these tests cannot run here; null where they can.</summary>
    public static string? Lacking => Program is not null || Environment.GetEnvironmentVariable(RequiredVariable) == "required"
        ? null
        : $"there is no browser on this machine ({string.Join(", ", Programs)}): 'apt-get install chromium' brings one";

    public static async Task<Chromium> Start()
    {
        var program = Program ?? throw new FileNotFoundException(
            $"{RequiredVariable} says that these tests are required, and there is no {string.Join(" or ", Programs)}.");
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            // Its sandbox refuses root, and needs namespaces that containers do not give; the pages here are our own.
            ChromiumSandbox = false,
            Args = ["--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
            Timeout = Patience.Milliseconds,
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}
