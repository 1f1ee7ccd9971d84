using Microsoft.Playwright;

namespace Sweep.Browser.Tests;

/// <summary>What is drawn on a page's canvases. Nothing is compared with a picture of another day.</summary>
internal static class Drawings
{
    /// <summary>What is on a canvas, read from a copy: a browser warns of a canvas that is read more than once.</summary>
    private const string PixelsScript = """
        const pixels = canvas => {
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
          copy.drawImage(canvas, 0, 0);
          return copy.getImageData(0, 0, canvas.width, canvas.height).data;
        };
        """;

    /// <summary>Whether something on a canvas is in colour, which axes and words are not.</summary>
    private const string HasColourScript = PixelsScript + """

        const hasColour = canvas => {
          const data = pixels(canvas);
          for (let at = 0; at < data.length; at += 4) {
            const [red, green, blue, opaque] = data.slice(at, at + 4);
            if (opaque > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) return true;
          }
          return false;
        };
        """;

    private static PageWaitForFunctionOptions Often => new() { PollingInterval = 100, Timeout = Patience.Milliseconds };

    /// <summary>
    /// Returns when something in the picture of curves is in colour, and what is drawn frame by frame is drawn.
    /// </summary>
    public static async Task CurvesAreDrawn(this IPage page)
    {
        await page.WaitForFunctionAsync($$"""
            () => {
              {{HasColourScript}}
              const canvas = document.querySelector(".curves canvas");
              return canvas?.width > 0 && hasColour(canvas);
            }
            """, null, Often);
        for (var frame = 0; frame < 3; frame++)
            await page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
    }

    /// <summary>Whether a picture, as it was taken along, has anything in colour.</summary>
    public static Task<bool> HasColour(this IPage page, byte[] png) => page.EvaluateAsync<bool>($$"""
        async picture => {
          {{HasColourScript}}
          const image = Object.assign(new Image(), { src: `data:image/png;base64,${picture}` });
          await image.decode();
          const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
          canvas.getContext("2d").drawImage(image, 0, 0);
          return hasColour(canvas);
        }
        """, Convert.ToBase64String(png));

    /// <summary>Returns when anything is drawn there.</summary>
    /// <param name="canvas">As CSS selects it.</param>
    public static Task IsDrawnOn(this IPage page, string canvas) => page.WaitForFunctionAsync($$"""
        which => {
          {{PixelsScript}}
          const canvas = document.querySelector(which);
          return canvas?.width > 0 && pixels(canvas).some(one => one > 0);
        }
        """, canvas, Often);

    /// <summary>The picture of curves as it is now.</summary>
    public static Task<string> Curves(this IPage page) =>
        page.EvaluateAsync<string>("() => document.querySelector('.curves canvas').toDataURL()");

    /// <summary>Returns when the curves are drawn as they were, or otherwise.</summary>
    public static Task CurvesAre(this IPage page, string drawing, bool asBefore) => page.WaitForFunctionAsync(
        "([drawing, same]) => (document.querySelector('.curves canvas').toDataURL() === drawing) === (same === 'yes')",
        new[] { drawing, asBefore ? "yes" : "no" }, Often);
}
