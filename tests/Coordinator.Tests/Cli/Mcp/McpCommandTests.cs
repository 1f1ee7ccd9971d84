using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Serilog.Core;
using Spectre.Console;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Reporting.Answers;
using Role = Sweep.Coordinator.Homes.Role;

namespace Sweep.Coordinator.Tests.Cli.Mcp;

/// <summary>An assistant asks, with the protocol's own client: over a real process's stdin and stdout, and over HTTP.</summary>
public sealed class McpCommandTests
{
    private static readonly string[] Reading = ["best", "compare", "explain", "plan", "results", "status"];

    /// <summary>Far beyond what a start takes on a machine with other work.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task OverStdio_AHomeIsRead_AndNothingOfItCanBeChanged()
    {
        using var home = WrittenHome.Complete();
        await using var client = await Started("--home", home.Home.Folder);

        Assert.Contains("One seed proves nothing", client.ServerInstructions, StringComparison.Ordinal);
        Assert.Equal(Reading, await Tools(client));
        Assert.Equal("grid", (await Answer(client, "status")).GetProperty("sweeps")[0].GetProperty("name").GetString());
        Assert.Equal(0.001, (await Answer(client, "best")).GetProperty("hyperparameters").GetProperty("lr").GetDouble());
        Assert.Equal(2, (await Answer(client, "results", ("where", "lr = 1e-3"), ("limit", 2))).GetArrayLength());
        Assert.Equal(3, (await Answer(client, "results", ("epochs", true), ("where", "lr = 1e-3"))).GetArrayLength());
        Assert.Contains("diverged", (await Answer(client, "explain", ("name", "grid"))).GetRawText(), StringComparison.OrdinalIgnoreCase);
        var trials = (await Answer(client, "results", ("columns", "trial"))).EnumerateArray().Select(row => row.GetProperty("trial").GetString()).ToList();
        Assert.True((await Answer(client, "compare", ("a", trials[0]!), ("b", trials[^1]!))).TryGetProperty("differences", out _));
        Assert.Equal(6, (await Answer(client, "plan", ("source", WrittenHome.SweepFileText))).GetProperty("trials").GetInt32());
        Assert.Equal(6, (await Answer(client, "plan", ("file", home.SweepPath))).GetProperty("trials").GetInt32());
    }

    [Fact]
    public async Task ARefusal_IsOneSentenceWithTheRemedy_AndWordsAreNeverOptions()
    {
        using var home = WrittenHome.Complete();
        await using var client = await Started("--home", home.Home.Folder, "--allow-submit");

        Assert.Equal([.. Reading, "submit"], await Tools(client));
        Assert.Contains("gird", await Refusal(client, "explain", ("name", "gird")), StringComparison.Ordinal);
        Assert.Contains("--home=elsewhere", await Refusal(client, "explain", ("name", "--home=elsewhere")), StringComparison.Ordinal);
        Assert.Contains("one of them", await Refusal(client, "plan"), StringComparison.Ordinal);
        Assert.Contains("`sweep serve`", await Refusal(client, "submit", ("source", WrittenHome.SweepFileText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OverHttp_TheCoordinatorsRolesHold()
    {
        using var home = WrittenHome.Complete();
        await using var coordinator = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        using var interruption = new Interruption();
        using var heard = new HeardWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(heard) });
        var shell = new Shell(_ => new(Terminal.Sized(console), console, heard, Json: false), interruption, TimeProvider.System);
        var served = SweepCommandLine.Run(["mcp", "--http", "0", "--allow-submit", "--home", home.Home.Folder], shell);
        await heard.Hears("/mcp", served);
        var address = new Uri(heard.ToString().Split(' ').Single(word => word.EndsWith("/mcp,", StringComparison.Ordinal)).TrimEnd(','));
        using var owner = Https.Coordinator(coordinator);
        async Task<string> TokenOf(Role role) => LoginLine.Parse(
            (await new HttpTokens(owner).Add(new($"assistant-{role}".ToLowerInvariant(), role, 1), CancellationToken.None)).Login).Token;

        await using (var reader = await Connected(address, await TokenOf(Role.Read)))
        {
            Assert.Equal([.. Reading, "submit"], await Tools(reader));
            Assert.Equal(6, (await Answer(reader, "plan", ("source", WrittenHome.SweepFileText))).GetProperty("trials").GetInt32());
            Assert.Contains("needs role submit", await Refusal(reader, "submit", ("source", Other)), StringComparison.Ordinal);
            // Files of the machine are for whoever started the process.
            Assert.Contains("source", await Refusal(reader, "plan", ("file", home.SweepPath)), StringComparison.Ordinal);
        }
        await using (var submitter = await Connected(address, await TokenOf(Role.Submit)))
            Assert.Equal(6, (await Answer(submitter, "submit", ("source", Other))).GetProperty("newTrials").GetInt32());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Connected(address, "guess"));
        using (var stranger = new HttpClient())
        {
            using var refused = await stranger.PostAsync(address, new StringContent("{}"));
            Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        interruption.Signal();
        Assert.Equal(ExitCode.Done, await served.WaitAsync(Patience));
    }

    private const string Other = """
        name: other
        dataset: { name: shapes10, train: 100, validation: 50 }
        model: simulated
        space: { lr: [0.001, 0.01], epochs: [1, 2, 3] }
        """;

    private static Task<McpClient> Started(params string[] arguments) => McpClient.CreateAsync(new StdioClientTransport(new()
    {
        Command = "dotnet",
        Arguments = [Path.Combine(AppContext.BaseDirectory, "sweep.dll"), "mcp", .. arguments],
    }), new() { InitializationTimeout = Patience });

    private static Task<McpClient> Connected(Uri address, string token) => McpClient.CreateAsync(new HttpClientTransport(new()
    {
        Endpoint = address,
        AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
    }), new() { InitializationTimeout = Patience });

    private static async Task<IEnumerable<string>> Tools(McpClient client) =>
        (await client.ListToolsAsync()).Select(tool => tool.Name).Order(StringComparer.Ordinal);

    private static async Task<JsonElement> Answer(McpClient client, string tool, params (string Name, object Value)[] arguments)
    {
        var (failed, text) = await Call(client, tool, arguments);
        Assert.False(failed, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static async Task<string> Refusal(McpClient client, string tool, params (string Name, object Value)[] arguments)
    {
        var (failed, text) = await Call(client, tool, arguments);
        Assert.True(failed, text);
        return text;
    }

    private static async Task<(bool Failed, string Text)> Call(McpClient client, string tool, (string Name, object Value)[] arguments)
    {
        var result = await client.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value));
        return (result.IsError ?? false, Assert.IsType<TextContentBlock>(result.Content[0]).Text);
    }
}
