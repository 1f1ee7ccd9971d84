using System.CommandLine;
using ModelContextProtocol.Server;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Mcp;

/// <summary>One assistant, which started this process: the protocol on stdin and stdout, and nothing else there.</summary>
internal static class McpOverStdio
{
    public static async Task<int> Serve(Shell shell, ParseResult parsed, bool maySubmit, CancellationToken cancellation)
    {
        var tools = new SweepTools(new(shell, AskedCommands.Place(parsed)), readsFiles: true);
        var options = tools.Options(maySubmit);
        await using var transport = new StdioServerTransport(options);
        await using var server = McpServer.Create(transport, options);
        await server.RunAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Done;
    }
}
