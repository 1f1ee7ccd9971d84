using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Spectre.Console;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>Commands where a coordinator is live: over HTTP, found by the home's file or by its address.</summary>
public sealed class CommandsOnACoordinatorTests : IAsyncLifetime
{
    private readonly WrittenHome home = WrittenHome.Interrupted();
    private CoordinatorHost host = null!;

    public async ValueTask InitializeAsync() => host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);

    [Fact]
    public async Task Status_ComesFromTheCoordinator_OfTheHomeOrByAddress()
    {
        foreach (var reached in new string[][] { ["--home", home.Home.Folder], ["--coordinator", host.Http.ToString(), "--ca", Ca, "--token-file", TokenFile()] })
        {
            var ran = await CommandLine.Sweep(["status", "--json", .. reached]);

            Assert.Equal((ExitCode.Done, ""), (ran.ExitCode, ran.Error));
            using var status = JsonDocument.Parse(ran.Out);
            Assert.True(status.RootElement.GetProperty("live").GetBoolean());
        }
    }

    /// <summary>Where the file system notes when a file was read last; an export, which may have more to do, is how that is known.</summary>
    [Fact]
    public async Task WhoOnlyAsks_DoesNotReadTheMachinesStoreOfAuthorities()
    {
        Assert.SkipUnless(await ReadsTheStore("export", "json", "grid", "--out", home["x.json"]), "What is read is not noted here.");

        string[][] questions =
            [["status"], ["best"], ["results"], ["query", "select lr from trials"], ["agents"], ["explain", "grid"], ["events"]];
        foreach (var question in questions)
            Assert.False(await ReadsTheStore(question), question[0]);
    }

    private async Task<bool> ReadsTheStore(params string[] command)
    {
        var store = Directory.CreateDirectory(home["authorities"]);
        var authority = Path.Combine(store.FullName, "authority.pem");
        File.Copy(Ca, authority, overwrite: true);
        File.SetLastAccessTimeUtc(authority, DateTime.UnixEpoch);
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "sweep.dll"), .. command, "--home", home.Home.Folder])
        {
            RedirectStandardOutput = true,
            Environment = { ["SSL_CERT_FILE"] = authority, ["SSL_CERT_DIR"] = store.FullName },
        };
        using var asking = Process.Start(start)!;
        var said = await asking.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await asking.WaitForExitAsync(CancellationToken.None);
        Assert.Equal((ExitCode.Done, false), (asking.ExitCode, said.Length == 0));
        return File.GetLastAccessTimeUtc(authority) != DateTime.UnixEpoch;
    }

    [Fact]
    public async Task Plot_Report_AndExport_AreMadeOfTheCoordinatorsRecord_HereOrFromAfar()
    {
        foreach (var reached in new string[][] { ["--home", home.Home.Folder], ["--coordinator", host.Http.ToString(), "--ca", Ca, "--token-file", TokenFile()] })
            foreach (var (command, file) in new (string[], string)[] { (["plot", "curves"], "x.svg"), (["report"], "x.html"), (["export", "json"], "x.json") })
            {
                var ran = await CommandLine.Sweep([.. command, "grid", "--out", home[file], .. reached]);

                Assert.Equal(new Ran(ExitCode.Done, home[file] + "\n", ""), ran);
                Assert.NotEmpty(File.ReadAllText(home[file]));
                File.Delete(home[file]);
            }
    }

    private string Ca => Path.Combine(home.Home.Keys, "ca.crt");

    private string TokenFile()
    {
        File.WriteAllText(home["token"], host.Token + "\n");
        return home["token"];
    }

    [Fact]
    public async Task Dashboard_PrintsALink_ThatLetsABrowserInOnce()
    {
        var ran = await CommandLine.Sweep("dashboard", "--home", home.Home.Folder);
        var far = await CommandLine.Sweep("dashboard", "--json", "--coordinator", host.Http.ToString(), "--ca", Ca, "--token-file", TokenFile());

        Assert.Equal(ExitCode.Done, ran.ExitCode);
        Assert.Matches($"^{host.Http}#/login[?]code=[0-9a-f]{{32}}\n$", ran.Out);
        Assert.Contains("in the next 10 minutes", ran.Error, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(far.Out);
        foreach (var link in new[] { ran.Out.TrimEnd(), document.RootElement.GetProperty("link").GetString()! })
        {
            using var browser = Https.To(host);
            using var answer = await browser.PostAsJsonAsync("api/login", new { code = link[^32..] }, CancellationToken.None);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }
    }

    [Fact]
    public async Task BestOfACoordinatorThatMakesNoPages_IsMadeHere_AndSaysTheSame()
    {
        using var authority = new AuthorityFiles(home.Home.Keys).LoadOrMake(TimeProvider.System.GetUtcNow());
        using var own = authority.Issue(PeerKind.Coordinator, "sweep", [], TimeSpan.FromDays(1), TimeProvider.System.GetUtcNow());
        using var behind = Https.To(host, host.Token);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listening => listening.UseHttps(own)));
        await using var earlier = builder.Build();
        var asked = new ConcurrentQueue<string>();
        earlier.Run(async context =>
        {
            asked.Enqueue(context.Request.Path);
            // As Kestrel does where there is no such path: without a word.
            if (context.Request.Path == "/api/best/page")
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            else
                await context.Response.WriteAsync(await behind.GetStringAsync(context.Request.Path + context.Request.QueryString));
        });
        await earlier.StartAsync();
        string[] To(string url) => ["--coordinator", url, "--ca", Ca, "--token-file", TokenFile()];

        foreach (var sweep in new string[][] { [], ["grid"] })
        {
            var ran = await CommandLine.Sweep(["best", .. sweep, .. To(earlier.Urls.Single())]);

            Assert.Equal(await CommandLine.Sweep(["best", .. sweep, .. To(host.Http.ToString())]), ran);
            Assert.Equal((ExitCode.Done, ""), (ran.ExitCode, ran.Error));
        }
        Assert.Equal(["/api/best/page", "/api/ranking", "/api/best/page", "/api/ranking"], asked);
    }

    [Fact]
    public async Task WrongToken_AndWrongAddress_AreExitCodeThree()
    {
        Assert.Equal(ExitCode.NoCoordinator, (await CommandLine.Sweep("best", "--coordinator", host.Http.ToString(), "--ca", Ca, "--token", "guess")).ExitCode);
        Assert.Equal(ExitCode.BadInput, (await CommandLine.Sweep("best", "--coordinator", "lab")).ExitCode);
    }

    [Fact]
    public async Task Run_SubmitsAndWatches_AndLeavesTheTrainingAloneWhenInterrupted()
    {
        using var interruption = new Interruption();
        using var output = new HeardWriter();
        using var terminal = new CapturedTerminal();
        var shell = new Shell(json => terminal.For(json) with { Out = Plain(output), RawOut = output }, interruption, TimeProvider.System);
        File.WriteAllText(home["second.yaml"], WrittenHome.SweepFileText.Replace("name: grid", "name: second", StringComparison.Ordinal));
        var running = SweepCommandLine.Run(["run", home["second.yaml"], "--home", home.Home.Folder], shell);
        await output.Hears("to train", running);

        interruption.Signal();

        Assert.Equal(ExitCode.Interrupted, await running);
        Assert.Empty(terminal.Error.Output);
        Assert.StartsWith("second: 6 trials, 6 epochs to train\n", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(
            "second is interrupted: 0 of 6 trials done; the coordinator goes on training, `sweep status` shows how far it is.\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunOfACancelledSweep_SaysThatItGoesOn_AndARunThatIsCancelled_SaysSo_WithItsOwnExitCode()
    {
        await host.Coordinator.Cancel("grid", CancellationToken.None);
        using var interruption = new Interruption();
        using var output = new HeardWriter();
        using var terminal = new CapturedTerminal();
        var shell = new Shell(json => terminal.For(json) with { Out = Plain(output), RawOut = output }, interruption, TimeProvider.System);
        var running = SweepCommandLine.Run(["run", home.SweepPath, "--home", home.Home.Folder], shell);
        await output.Hears("to train", running);
        Assert.StartsWith("grid was cancelled; it goes on.\n", output.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("cancel", "grid", "--home", home.Home.Folder)).ExitCode);

        Assert.Equal(ExitCode.Cancelled, await running);
        Assert.EndsWith("grid was cancelled: 1 of 6 trials done; `sweep resume grid` continues it.\n", output.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        home.Dispose();
    }

    private static IAnsiConsole Plain(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
}
