using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep agents</c>: who trains, on what, and what just now.</summary>
internal static class AgentsCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("agents", "Show the agents and their slots.");
        foreach (var order in AgentOrders.Create(shell).Concat(AgentAdmission.Create(shell)))
            command.Subcommands.Add(order);
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            await using var answers = await HomeAnswers.ForNothingElse(shell, parsed, cancellation);
            var agents = await answers.Queries.Agents(cancellation);
            if (terminal.Json)
                terminal.WriteJson(agents);
            else if (agents.Length == 0)
                terminal.Answer("No agent has ever joined this home.");
            else
                terminal.Out.Write(AgentsTable.Of(agents, terminal.Out.Profile.Width));
            return ExitCode.Done;
        });
        return command;
    }
}
