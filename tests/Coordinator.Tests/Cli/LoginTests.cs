using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>A person on another machine, who has nothing but the line that was printed on the coordinator's.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private const string ConfigurationHome = "XDG_CONFIG_HOME";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string? before = Environment.GetEnvironmentVariable(ConfigurationHome);
    private readonly WrittenHome home = WrittenHome.Complete();
    private CoordinatorHost host = null!;

    private string LoginFile => Path.Combine(home["config"], "sweep", "login.json");

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(ConfigurationHome, home["config"]);
        host = await CoordinatorHost.Start(new(home.Home), Logger.None, None);
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(ConfigurationHome, before);
        await host.DisposeAsync();
        home.Dispose();
    }

    [Fact]
    public async Task TheLineThatWasPrinted_IsAllThatIsNeeded_AndLogoutForgetsIt()
    {
        var line = await Line("anna", "read");

        var login = await CommandLine.Sweep("login", LineFile(line));
        Assert.Equal((ExitCode.Done, ""), (login.ExitCode, login.Error));
        Assert.StartsWith($"Logged in to {host.Http} as anna, role read:", Words(login.Out), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal((file, file | UnixFileMode.UserExecute), (File.GetUnixFileMode(LoginFile), File.GetUnixFileMode(Path.GetDirectoryName(LoginFile)!)));
        }

        // By the address, without token and keys.
        var status = await CommandLine.Sweep("status", "--json", "--coordinator", host.Http.ToString());
        Assert.Equal((ExitCode.Done, true), (status.ExitCode, JsonDocument.Parse(status.Out).RootElement.GetProperty("live").GetBoolean()));
        var refused = await CommandLine.Sweep("token", "list", "--coordinator", host.Http.ToString());
        Assert.Equal(ExitCode.NoCoordinator, refused.ExitCode);
        Assert.StartsWith("The token anna is for role read, and this needs role admin:", Words(refused.Error), StringComparison.Ordinal);

        Assert.StartsWith($"Logged out of {host.Http};", Words((await CommandLine.Sweep("logout")).Out), StringComparison.Ordinal);
        Assert.False(File.Exists(LoginFile));
        Assert.Equal("Nobody was logged in.\n", (await CommandLine.Sweep("logout")).Out);
    }

    [Fact]
    public async Task WhereNobodyHasEverLoggedIn_LogoutSaysSo() =>
        Assert.Equal(new Ran(ExitCode.Done, "Nobody was logged in.\n", ""), await CommandLine.Sweep("logout"));

    [Fact]
    public async Task TheLine_StandsAloneOnStdout_AndWhatItIsForBesideIt()
    {
        var made = await CommandLine.Sweep("token", "add", "carl", "--home", home.Home.Folder);

        Assert.Matches($"^SWEEP_LOGIN={host.Http.Authority}/[0-9a-f]{{64}}/[0-9a-f]{{64}} sweep login\n$", made.Out);
        Assert.Contains("it is not shown again", Words(made.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHomeThatIsNamed_WinsOverTheLogin()
    {
        await CommandLine.Sweep("login", LineFile(await Line("anna", "read")));
        using var other = WrittenHome.Interrupted();

        var status = await CommandLine.Sweep("status", "--json", "--home", other.Home.Folder);

        Assert.False(JsonDocument.Parse(status.Out).RootElement.GetProperty("live").GetBoolean());
    }

    [Fact]
    public async Task ATokenThatWasTakenBack_IsRefusedAtOnce()
    {
        await CommandLine.Sweep("login", LineFile(await Line("anna", "admin")));
        Assert.Contains("anna", (await CommandLine.Sweep("token", "list", "--home", home.Home.Folder)).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("token", "remove", "anna", "--home", home.Home.Folder)).ExitCode);

        var refused = await CommandLine.Sweep("status", "--coordinator", host.Http.ToString());

        Assert.Equal(ExitCode.NoCoordinator, refused.ExitCode);
        Assert.Contains("does not accept this token", Words(refused.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHomeWithoutACoordinator_GivesOutTokensToo_WhichOpenWhenItIsBack()
    {
        using var other = WrittenHome.Complete();
        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("token", "add", "bob", "--home", other.Home.Folder)).ExitCode);
        Assert.Contains("bob", (await CommandLine.Sweep("token", "list", "--home", other.Home.Folder)).Out, StringComparison.Ordinal);
        await using var back = await CoordinatorHost.Start(new(other.Home), Logger.None, None);

        Assert.Contains("bob", (await CommandLine.Sweep("token", "list", "--home", other.Home.Folder)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AServerWithOtherKeys_IsToldNoToken_EvenWhereItShowsOurCertificate(bool showsOurs)
    {
        using var theirs = CertificateAuthority.New(TimeProvider.System.GetUtcNow());
        var heard = new ConcurrentQueue<string>();
        await using var impostor = await Impostor(theirs, showsOurs ? host.Address.Ca! : theirs.Certificate.ExportCertificatePem(), heard);
        var line = LoginLine.Parse(await Line("anna", "admin"));
        var bent = line with { Url = new(impostor.Urls.Single()) };

        var ran = await CommandLine.Sweep("login", LineFile(bent.Text));

        Assert.NotEqual(ExitCode.Done, ran.ExitCode);
        Assert.Contains("nothing was sent to it", Words(ran.Error), StringComparison.Ordinal);
        Assert.Equal("GET /ca\n", Assert.Single(heard));
        Assert.False(File.Exists(LoginFile));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("lab:4080/token")]
    [InlineData("lab:4080/token/abcd")]
    [InlineData("user@lab:4080/token/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task WhatIsNoLine_IsOneSentence(string line)
    {
        var ran = await CommandLine.Sweep("login", LineFile(line));

        Assert.Equal(
            (ExitCode.BadInput, "", "This is no line to log in with, which reads HOST:PORT/TOKEN/HASH: copy all of what 'sweep token add' printed."),
            (ran.ExitCode, ran.Out, Words(ran.Error)));
    }

    [Fact]
    public async Task TheLineFromStdin_IsTheOneThatWasPrinted_AndNobodySeesIt()
    {
        using var interruption = new Interruption();

        var ran = await CommandLine.Sweep(interruption, $"SWEEP_LOGIN={await Line("anna", "read")} sweep login\n", ["login", "-"]);

        Assert.Equal((ExitCode.Done, ""), (ran.ExitCode, ran.Error));
        Assert.StartsWith($"Logged in to {host.Http} as anna, role read:", Words(ran.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALineAsAnArgument_Works_AndIsSaidToBeSeenByOthers()
    {
        var ran = await CommandLine.Sweep("login", await Line("anna", "read"));

        Assert.Equal(ExitCode.Done, ran.ExitCode);
        Assert.Contains("list of processes", Words(ran.Error), StringComparison.Ordinal);
    }

    private static async Task<WebApplication> Impostor(CertificateAuthority authority, string shown, ConcurrentQueue<string> heard)
    {
        var own = authority.Issue(PeerKind.Coordinator, "sweep", [], TimeSpan.FromDays(1), TimeProvider.System.GetUtcNow());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listening => listening.UseHttps(own)));
        var web = builder.Build();
        web.MapFallback(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            heard.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}{context.Request.Headers.Authorization}\n{await body.ReadToEndAsync()}");
            await context.Response.WriteAsync(shown);
        });
        await web.StartAsync();
        return web;
    }

    private async Task<string> Line(string name, string role)
    {
        var made = await CommandLine.Sweep("token", "add", name, "--role", role, "--home", home.Home.Folder, "--json");
        Assert.Equal((ExitCode.Done, ""), (made.ExitCode, made.Error));
        return JsonDocument.Parse(made.Out).RootElement.GetProperty("login").GetString()!;
    }

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private string LineFile(string line)
    {
        File.WriteAllText(home["line"], $"SWEEP_LOGIN={line} sweep login\n");
        return home["line"];
    }
}
