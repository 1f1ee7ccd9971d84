using System.CommandLine;
using Sweep.Coordinator.Http;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep agents invite</c> and <c>remove</c>: which machines may join, and which no longer.</summary>
internal static class AgentAdmission
{
    private const int DefaultMinutes = 60;
    private const int MostUses = 1000;
    private const int MostMinutes = 7 * 24 * 60;

    private sealed record RemovedDocument(string Agent, bool Removed);

    public static IEnumerable<Command> Create(Shell shell) => [Invite(shell), Remove(shell)];

    private static Command Invite(Shell shell)
    {
        var uses = WholeNumberOption.Of(
            "--uses", "How many machines may join by the line (default: 1).", "number", least: 1, most: MostUses);
        var minutes = WholeNumberOption.Of(
            "--minutes", $"How long it is good (default: {DefaultMinutes}).", "minutes", least: 1, most: MostMinutes);
        var command = new Command("invite", "Print a line by which other machines join.") { uses, minutes };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            using var coordinator = await Live(parsed, cancellation);
            var invitation = await coordinator.Invite(
                new(parsed.GetValue(uses) ?? 1, parsed.GetValue(minutes) ?? DefaultMinutes), cancellation);
            if (terminal.Json)
                terminal.WriteJson(invitation);
            else
                terminal.Answer(invitation.Command);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove(Shell shell)
    {
        var agent = new Argument<string>("agent") { Description = "The agent's name; `sweep agents` lists them." };
        var command = new Command("remove", "Let an agent in no more: its certificate is revoked, and others go on with its runs.")
        {
            agent,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var name = parsed.GetRequiredValue(agent);
            using var coordinator = await Live(parsed, cancellation);
            await coordinator.RemoveAgent(name, cancellation);
            if (terminal.Json)
                terminal.WriteJson(new RemovedDocument(name, true));
            else
                terminal.Answer(
                    $"{name} is removed: its certificate opens nothing any more. " +
                    "A new line from `sweep agents invite` lets it join anew.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<HttpCoordinator> Live(ParseResult parsed, CancellationToken cancellation) =>
        await Connection.Live(parsed, cancellation) ?? throw new NoCoordinatorException(
            "No coordinator is running for this home: start one with 'sweep serve', or give its address with --coordinator.");
}
