using System.CommandLine;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

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
            return Tell(terminal, problem.Message, DeviceFault.In(problem) is null ? ExitCode.BadInput : ExitCode.Device);
        }
        catch (DeviceRefusedException problem)
        {
            return Tell(terminal, problem.Message, ExitCode.Device);
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
        catch (ReadOnlyHomeException problem)
        {
            return Tell(terminal, problem.Message, ExitCode.BadInput);
        }
        catch (ResultsUnavailableException problem)
        {
            return Tell(terminal, problem.Message, ExitCode.Device);
        }
        catch (Exception problem) when (DeviceFault.In(problem) is { } sentence)
        {
            return Tell(terminal, sentence, ExitCode.Device);
        }
        catch (UnauthorizedAccessException problem)
        {
            return Tell(
                terminal,
                $"{FirstLine(problem.Message)} This user may not do that: change the owner or the mode of the file, or name another place.",
                ExitCode.BadInput);
        }
        catch (Exception problem)
        {
            return Tell(
                terminal, $"Something unforeseen happened: {FirstLine(problem.Message)} {Kept(parsed, problem)}", ExitCode.Unexpected);
        }
    }

    /// <summary>Nothing that goes wrong here may hide what went wrong before.</summary>
    private static string Kept(ParseResult parsed, Exception problem)
    {
        try
        {
            return $"The details are in {ProgramLog.Keep(Home.At(parsed.GetValue(GlobalOptions.Home)), problem)}.";
        }
        catch (Exception second)
        {
            return $"The details could not be kept ({FirstLine(second.Message).TrimEnd('.')}); " +
                $"it was {problem.GetType().Name} in {problem.TargetSite?.DeclaringType?.Name}.{problem.TargetSite?.Name}.";
        }
    }

    /// <summary>Where not even the sentence can be written, the exit code is left.</summary>
    private static int Tell(Terminal terminal, string sentence, int code)
    {
        try
        {
            if (terminal.Json)
                terminal.WriteJson(new ErrorDocument(sentence));
            terminal.Say(sentence);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return code;
        }
        return code;
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('\r', '.', ' ') + ".";
}
