using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sweep.Reporting.Tests.Html;

/// <summary>What a real browser made of a page.</summary>
/// <param name="Dom">The document after its scripts ran.</param>
/// <param name="Console">Everything written to the page's console, errors of the page itself included.</param>
/// <param name="Requests">Addresses that were asked for, the page's own file apart.</param>
internal sealed record Visit(string Dom, IReadOnlyList<string> Console, IReadOnlyList<string> Requests);

/// <summary>Chromium without a window, fenced off from the network.</summary>
internal static partial class Browser
{
    public static async Task<Visit> Open(string html, int width = 800)
    {
        using var folder = new TemporaryFolder();
        var page = folder["page.html"];
        var log = folder["net.json"];
        await File.WriteAllTextAsync(page, html);
        var (dom, errors) = await Run(folder, "--enable-logging=stderr", $"--log-net-log={log}", "--dump-dom", $"--window-size={width},800", $"file://{page}");
        return new(dom, [.. Console().Matches(errors).Select(m => m.Value)], [.. Address().Matches(await File.ReadAllTextAsync(log)).Select(m => m.Groups[1].Value).Distinct()]);
    }

    public static async Task<byte[]> Screenshot(string html, int width, int height, bool dark)
    {
        using var folder = new TemporaryFolder();
        var (page, picture) = (folder["page.html"], folder["page.png"]);
        await File.WriteAllTextAsync(page, html);
        await Run(folder, dark ? "--force-dark-mode" : "--no-pings", $"--window-size={width},{height}", "--hide-scrollbars", $"--screenshot={picture}", $"file://{page}");
        return await File.ReadAllBytesAsync(picture);
    }

    private static async Task<(string Output, string Errors)> Run(TemporaryFolder folder, params string[] arguments)
    {
        await DebianTool.Chromium.Installed();
        using var process = Process.Start(new ProcessStartInfo(DebianTool.Chromium.Program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={folder["profile"]}", .. arguments,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (await output, await errors);
    }

    [GeneratedRegex(":CONSOLE[^\\n]*")]
    private static partial Regex Console();

    /// <summary>An event of the network log that a page caused; the browser's own look for updates has no page to it, and is fenced in as well.</summary>
    [GeneratedRegex("\"network_isolation_key\":\"file:[^\\n]*\"url\":\"((?:https?|wss?)://[^\"]*)\"")]
    private static partial Regex Address();
}

