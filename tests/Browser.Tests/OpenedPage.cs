using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sweep.Shared;

namespace Sweep.Browser.Tests;

/// <summary>A page of its own, with everything that went wrong in it.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> troubles = new();

    private OpenedPage(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        // Whatever the policy forbids is an error in the console, as is a file that is not there.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                troubles.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => troubles.Enqueue($"thrown: {error}");
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings in the console, and what was thrown and not caught.</summary>
    public IReadOnlyCollection<string> Troubles => troubles;

    public static async Task<OpenedPage> In(IBrowserContext context) => new(context, await context.NewPageAsync());

    /// <summary>
    /// How many trials of the page's sweep are completed, as its bar says it aloud: what is in training is named after that, and what there
    /// is none of is not named.
    /// </summary>
    public ILocator Progress(int completed, int total) => Page.GetByRole(AriaRole.Img, new()
    {
        NameRegex = new(completed == 0 ? $"^0 of {total}: " : $" of {total}: {completed} completed", RegexOptions.None, TimeSpan.FromSeconds(1)),
    });

    /// <summary>From now on it is a trouble where a sentence is read while something is there that it contradicts.</summary>
    /// <param name="contradiction">As CSS selects it.</param>
    public Task NeverTogether(string sentence, string contradiction) => Page.EvaluateAsync("""
        ([sentence, contradiction]) => {
          const look = () => {
            if (document.querySelector(contradiction) && document.querySelector("main").textContent.includes(sentence))
              console.error(`'${sentence}' stands beside ${contradiction}`);
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
          look();
        }
        """, new[] { sentence, contradiction });

    /// <summary>Where a condition is written.</summary>
    public ILocator Filter => Page.GetByRole(AriaRole.Combobox, new() { Name = "Filter" });

    /// <summary>A picture of the whole page, to be looked at.</summary>
    public Task Picture(string name) => Page.ScreenshotAsync(new() { Path = Checkout.PathOf($"artifacts/dashboard/{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
