using System.CommandLine;

namespace Sweep.Coordinator.Cli.Mcp;

/// <summary><c>sweep mcp</c>: what an assistant may ask of a home or a coordinator, over the Model Context Protocol.</summary>
internal static class McpCommand
{
    public static Command Create(Shell shell)
    {
        var http = WholeNumberOption.Of(
            "--http",
            "Answer at http://127.0.0.1:PORT/mcp, instead of on stdin and stdout, whoever sends a token of the coordinator (0 is any).",
            "port", least: 0, most: 65535);
        var submit = new Option<bool>("--allow-submit")
        {
            Description = "Offer a tool that submits sweeps as well; without it nothing can be changed.",
        };
        var command = new Command("mcp", "Let an assistant plan, watch and read sweeps, over the Model Context Protocol.") { http, submit };
        // What is behind is loaded when it is asked for, and not at the start of every command.
        command.SetAction((parsed, cancellation) => parsed.GetValue(http) is { } port
            ? McpOverHttp.Serve(shell, parsed, port, parsed.GetValue(submit), cancellation)
            : McpOverStdio.Serve(shell, parsed, parsed.GetValue(submit), cancellation));
        return command;
    }
}
