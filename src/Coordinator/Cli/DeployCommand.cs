using System.CommandLine;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// <c>sweep deploy ssh HOSTS</c>: agents on other machines. The launcher does it, with the script beside it; here are its words, and what
/// to do where the program was started without its launcher.
/// </summary>
internal static class DeployCommand
{
    public static Command Create()
    {
        var hosts = new Argument<string>("hosts")
        {
            Description = "File with one host a line, as ssh takes it: user@host or a name of ~/.ssh/config.",
        };
        var archive = new Option<string>("--archive")
        {
            Description = "The agent's archive, as `sweep package` makes it (default: the one beside the launcher or in this folder).",
            HelpName = "file",
        };
        var join = new Option<string>("--join")
        {
            Description = "What the agents join: host:port of the coordinator.",
            HelpName = "host:port",
        };
        var joinFile = new Option<string>("--join-file")
        {
            Description = "File with the line that `sweep serve` prints for agents (default: standard input where it is not a terminal, "
                + "else SWEEP_JOIN).",
            HelpName = "file",
        };
        var remove = new Option<bool>("--remove") { Description = "Stop the agents and remove them, with what they have not delivered." };
        var ssh = new Command("ssh", "Copy the agent to hosts, start it there as a service that joins, and say how it went for each.")
        {
            hosts, archive, join, joinFile, remove,
        };
        ssh.SetAction(int (_) => throw new BadInputException(
            "sweep deploy ssh: the launcher does this: run ./sweep deploy ssh in a checkout or in the unpacked archive."));
        return new Command("deploy", "Bring agents to other machines.") { ssh };
    }
}
