using System.CommandLine;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.LocalAgents;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Cli;

/// <summary>The options of the commands that train on this machine.</summary>
internal sealed class TrainingOptions
{
    public Option<int?> Slots { get; } =
        WholeNumberOption.Of("--slots", "Runs trained side by side (default: one a GPU, else one a core).", "number", least: 1, most: 1024);
    public Option<int?> Port { get; } = WholeNumberOption.Of(
        "--port", "Cluster port, for agents on other machines to join (default: any free one).", "number", least: 0, most: 65535);
    public Option<bool> NoAgent { get; } = new("--no-agent") { Description = "Start no agent on this machine; wait for others to join." };

    public Option<bool> Dashboard { get; } = new("--dashboard") { Description = "Print a link to a page that shows it as it goes." };

    public void AddTo(Command command)
    {
        command.Options.Add(Slots);
        command.Options.Add(Port);
        command.Options.Add(NoAgent);
        command.Options.Add(Dashboard);
    }

    /// <summary>The agent's program is looked for before anything is begun.</summary>
    public LocalSessionOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(NoAgent))
            return new(parsed.GetValue(Port), null, parsed.GetValue(Dashboard));
        var program = AgentProgram.Find(AppContext.BaseDirectory, Variable.Of(AgentProgram.Variable, "the agent's program"));
        var home = Connection.HomeOf(parsed);
        return new(
            parsed.GetValue(Port), new(program, home, parsed.GetValue(Slots), parsed.GetValue(GlobalOptions.Data)),
            parsed.GetValue(Dashboard));
    }
}
