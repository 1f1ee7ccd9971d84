using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Mcp;

/// <summary>
/// Many assistants, each with a token of its own: it is shown to the coordinator at every request, whose roles decide what it opens. On the
/// loopback only, where no certificate has to be known; the way to the coordinator is its HTTPS.
/// </summary>
internal static class McpOverHttp
{
    private const string Path = "/mcp";
    private const string Scheme = "Bearer ";

    public static async Task<int> Serve(Shell shell, ParseResult parsed, int port, bool maySubmit, CancellationToken cancellation)
    {
        await Connection.Address(parsed, cancellation);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddMcpServer().WithHttpTransport(transport => transport.ConfigureSessionOptions = (context, options, _) =>
        {
            var given = context.Features.Get<SweepTools>()!.Options(maySubmit);
            (options.ServerInfo, options.ServerInstructions) = (given.ServerInfo, given.ServerInstructions);
            (options.ToolCollection, options.ResourceCollection) = (given.ToolCollection, given.ResourceCollection);
            return Task.CompletedTask;
        });
        await using var web = builder.Build();
        web.UseRouting();
        web.Use((context, next) => LetIn(shell, parsed, context, next));
        web.MapMcp(Path);
        await web.StartAsync(cancellation);
        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        shell.TerminalFor(parsed).Answer($"MCP at {address}{Path}, for whoever sends a token of the coordinator.");
        await Task.Delay(Timeout.InfiniteTimeSpan, shell.Clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await web.StopAsync(CancellationToken.None);
        return ExitCode.Done;
    }

    private static async Task LetIn(Shell shell, ParseResult parsed, HttpContext context, RequestDelegate next)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        if (token.Length == 0 || !token.All(letter => letter is > ' ' and <= '~'))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.Write(
                context, StatusCodes.Status401Unauthorized,
                "Send a token of the coordinator as 'Authorization: Bearer TOKEN': the owner gives one out with 'sweep token add NAME'.");
            return;
        }
        try
        {
            var url = await Connection.Address(parsed, context.RequestAborted);
            var login = Login.Read() is { } known && known.Url == url ? known : null;
            var trust = await CoordinatorTrust.Of(parsed, url, login, context.RequestAborted);
            using var coordinator = new HttpCoordinator(url, token, trust);
            await new HttpTokens(coordinator).WhoAmI(context.RequestAborted);
            context.Features.Set(new SweepTools(new(shell, AskedCommands.Place(parsed, url, token)), readsFiles: false));
        }
        catch (Exception e) when (e is BadInputException or NoCoordinatorException or HttpRequestException)
        {
            var status = e is HttpRequestException { StatusCode: { } said } ? (int)said
                : e is BadInputException ? StatusCodes.Status401Unauthorized : StatusCodes.Status503ServiceUnavailable;
            await Problems.Write(context, status, e.Message);
            return;
        }
        await next(context);
    }
}
