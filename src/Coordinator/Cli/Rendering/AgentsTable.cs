using Spectre.Console;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>The agents, one line for each slot.</summary>
internal static class AgentsTable
{
    private const int Always = FittingColumn<Row>.Always;

    private sealed record Row(AgentView Agent, SlotView? Slot);

    private static readonly FittingTable<Row> Table = new(
    [
        new("agent", Always, r => r.Agent.Agent, Left: true),
        new("state", Always, r => Word(r.Agent), Left: true),
        new("host", 50, r => r.Agent.Host, Left: true),
        new("slot", 90, r => r.Slot is { } slot ? FormattableString.Invariant($"{slot.Number} {slot.Device}") : Numbers.None, Left: true),
        new("training", 80, r => Training(r.Slot?.Run), Left: true),
        new("gpu", 30, r => r.Slot?.Gpu is { } gpu ? GpuText.Of(gpu) : "", Left: true),
        new("processor", 20, r => r.Slot?.Model ?? Numbers.None, Left: true),
        new("last seen", 40, r => Times.Second(r.Agent.LastSeen), Left: true),
        new("version", 10, r => r.Agent.Program, Left: true),
        new("note", 70, r => r.Agent.Note ?? "", Left: true),
    ],
    r => r.Slot?.Run is null ? new Style(Color.Grey) : Style.Plain);

    public static Table Of(IEnumerable<AgentView> agents, int width) =>
        Table.Of([.. agents.SelectMany(a => a.Slots.IsDefaultOrEmpty ? [new Row(a, null)] : a.Slots.Select(s => new Row(a, s)))], width);

    /// <summary>How it stands, or that it gets no runs although it is there.</summary>
    public static string Word(AgentView agent) => agent switch
    {
        { State: AgentStatus.Online, Hold: AgentHold.Drained } when agent.Slots.Any(slot => slot.Run is not null) => "draining",
        { State: AgentStatus.Online, Hold: { } hold } => hold is AgentHold.Drained ? "drained" : "paused",
        _ => agent.State.Word(),
    };

    private static string Training(RunningView? run) =>
        run is null ? "idle" : $"{run.Sweep} {(run.Parameters.IsOfNetwork ? "lr " : "")}{ParametersText.InColumn(run.Parameters)} "
            + $"epoch {run.Epoch}/{run.ToEpoch}";
}
