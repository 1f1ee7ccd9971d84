using Microsoft.Playwright;

namespace Sweep.Browser.Tests;

/// <summary>The leaderboard of a sweep's page, as whoever hears the page finds it.</summary>
internal static class Boards
{
    public static ILocator Leaderboard(this IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Leaderboard" });

    /// <summary>Its rows that are in sight, and not the room that the others take.</summary>
    public static ILocator Rows(this IPage page) => page.Leaderboard().Locator("tbody tr:not([aria-hidden])");
}
