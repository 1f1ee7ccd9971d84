using System.CommandLine;
using Sweep.Coordinator.Cli.LocalAgents;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// Errors become one sentence on stderr and an exit code; with <c>--json</c> stdout carries <c>{"error": "…"}</c> as well.
/// A stack trace is for the log, never for the person at the terminal.
/// </summary>
internal static class ErrorBoundary
{
    private sealed record ErrorDocument(string Error);

    public static async Task<int> Around(Terminal terminal, ParseResult parsed, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (BadInputException problem)
        {
            return Tell(terminal, problem.Message, ExitCode.BadInput);
        }
        catch (NoCoordinatorException problem)
        {
            return Tell(terminal, problem.Message, ExitCode.NoCoordinator);
        }
        catch (LocalAgentGaveUpException problem)
        {
            return Tell(terminal, problem.Message, problem.ExitCode);
        }
        catch (CoordinatorStoppedException problem)
        {
            return Tell(terminal, problem.Message, ExitCode.Unexpected);
        }
        catch (OperationCanceledException)
        {
            return Tell(terminal, "Interrupted.", ExitCode.Interrupted);
        }
        catch (Exception problem)
        {
            var log = ProgramLog.Keep(Home.At(parsed.GetValue(GlobalOptions.Home)), problem);
            return Tell(terminal, $"Something unforeseen happened: {FirstLine(problem.Message)} The details are in {log}.", ExitCode.Unexpected);
        }
    }

    private static int Tell(Terminal terminal, string sentence, int code)
    {
        if (terminal.Json)
            terminal.WriteJson(new ErrorDocument(sentence));
        terminal.Say(sentence);
        return code;
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('\r', '.', ' ') + ".";
}
