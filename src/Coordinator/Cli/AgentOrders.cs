using System.CommandLine;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep agents pause</c>, <c>drain</c> and <c>resume</c>: whether an agent gets runs.</summary>
internal static class AgentOrders
{
    private sealed record AgentOrderDocument(string Agent, AgentHold? Hold);

    public static IEnumerable<Command> Create(Shell shell) =>
    [
        Hold(shell, "pause", AgentHold.Paused, "Give an agent no more runs; those that it trains go on to their end."),
        Hold(shell, "drain", AgentHold.Drained, "Give an agent no more runs; those that it trains end at their epoch's end."),
        Resume(shell),
    ];

    private static Command Hold(Shell shell, string verb, AgentHold how, string description)
    {
        var (agent, reason) = (Agent(), new Option<string?>("--reason")
        {
            Description = "Why, in your own words: shown with the agent.",
            HelpName = "text",
        });
        var command = new Command(verb, description) { agent, reason };
        command.SetAction((parsed, cancellation) => Give(shell, parsed, parsed.GetRequiredValue(agent), how,
            (coordinator, name) => coordinator.HoldAgent(name, how, parsed.GetValue(reason), cancellation), cancellation));
        return command;
    }

    private static Command Resume(Shell shell)
    {
        var agent = Agent();
        var command = new Command("resume", "Give an agent runs again that was paused or drained.") { agent };
        command.SetAction((parsed, cancellation) => Give(shell, parsed, parsed.GetRequiredValue(agent), null,
            (coordinator, name) => coordinator.ResumeAgent(name, cancellation), cancellation));
        return command;
    }

    private static async Task<int> Give(
        Shell shell, ParseResult parsed, string agent, AgentHold? how, Func<ICoordinator, string, Task> order,
        CancellationToken cancellation)
    {
        var terminal = shell.TerminalFor(parsed);
        var training = await CoordinatorOrder.Give(shell, parsed, async coordinator =>
        {
            await order(coordinator, agent);
            return (await coordinator.Agents(cancellation)).FirstOrDefault(known => known.Agent == agent)?.Slots
                .Count(slot => slot.Run is not null) ?? 0;
        }, cancellation);
        if (terminal.Json)
            terminal.WriteJson(new AgentOrderDocument(agent, how));
        else
            terminal.Answer(Sentence(agent, how, training));
        return ExitCode.Done;
    }

    private static string Sentence(string agent, AgentHold? how, int training)
    {
        var runs = Counted.Of(training, "run");
        var back = $"`sweep agents resume {agent}` gives it runs again.";
        return how switch
        {
            null => $"{agent} gets runs again.",
            AgentHold.Paused when training > 0 => $"{agent} is paused: it trains {runs} to the end and gets no more; {back}",
            AgentHold.Drained when training > 0 => $"{agent} is drained: it ends {runs} at the epoch's end and gets no more; {back}",
            AgentHold.Paused => $"{agent} is paused: it gets no more runs; {back}",
            _ => $"{agent} is drained: it gets no more runs; {back}",
        };
    }

    private static Argument<string> Agent() => new("agent") { Description = "The agent's name; `sweep agents` lists them." };
}
