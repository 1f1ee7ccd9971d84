using System.Globalization;
using Spectre.Console;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>Every slot of the agents that are there, with what it trains.</summary>
internal static class SlotsTable
{
    private const int Always = FittingColumn<Row>.Always;

    /// <summary>Letters of an agent's name that are always shown; the rest goes where space is short.</summary>
    private const int ShortName = 14;

    internal sealed record Row(AgentView Agent, SlotView Slot, string Sweep);

    /// <summary>Slots at work first, then the idle ones; of agents that are offline only what they had begun.</summary>
    public static IReadOnlyList<Row> Rows(IEnumerable<AgentView> agents)
    {
        Row[] rows = [.. agents.SelectMany(
            a => a.Slots.Where(s => a.State != AgentStatus.Offline || s.Run is not null).Select(s => new Row(a, s, s.Run?.Sweep ?? "")))];
        var one = rows.Select(r => r.Sweep).Where(s => s.Length > 0).Distinct().Count() == 1;
        return [.. rows.Select(r => one ? r with { Sweep = "" } : r).OrderBy(r => r.Slot.Run is null)];
    }

    public static Table Of(IReadOnlyList<Row> rows, int width) => Columns(
        width < 100 ? ShortName : int.MaxValue,
        rows.All(r => r.Slot.Run is not { Parameters.IsOfNetwork: false }) ? ParameterName.LearningRate : "parameters").Of(rows, width);

    /// <param name="name">Letters of an agent's or sweep's name.</param>
    /// <param name="parameters">The heading of what tells one run from another.</param>
    private static FittingTable<Row> Columns(int name, string parameters) => new(
    [
        new("slot", Always,
            r => $"{Cropping.Middle(r.Agent.Agent, name)}:{r.Slot.Number.ToString(CultureInfo.InvariantCulture)}", Left: true),
        new("sweep", 75, r => Cropping.Middle(r.Sweep, name), Left: true),
        new(parameters, Always,
            r => r.Slot.Run is { } run ? ParametersText.InColumn(run.Parameters)
                : r.Agent is { State: AgentStatus.Online, Hold: null } ? "idle"
                : AgentsTable.Word(r.Agent)),
        new("seed", 70, r => r.Slot.Run?.Parameters.Seed.ToString(CultureInfo.InvariantCulture) ?? ""),
        new("epoch", Always, r => r.Slot.Run is { } run ? $"{run.Epoch}/{run.ToEpoch}" : ""),
        new("", 60, r => r.Slot.Run is { } run ? RunningTable.Bar(run) : "", Left: true),
        new("train", 65, r => r.Slot.Run is { } run ? MetricsText.Train(run) : ""),
        new("val", 50, r => r.Slot.Run is { } run ? MetricsText.Last(run, MetricNames.ValLoss) : ""),
        new("acc", 95, r => r.Slot.Run is { } run ? MetricsText.Last(run, MetricNames.ValAccuracy) : ""),
        new("objective", 95, r => r.Slot.Run is { } run ? MetricsText.Objective(run) : "", Left: true),
        new("img/s", 80, r => r.Slot.Run is { } run ? Numbers.Rate(run.ImagesPerSecond) : ""),
        new("left", 90, r => r.Slot.Run is { } run ? Durations.Of(run.SecondsLeft) : ""),
        new("decay", 20, r => r.Slot.Run is { Parameters.IsOfNetwork: true } run ? Numbers.Short(run.Parameters.WeightDecay) : ""),
        new("batch", 30, r => r.Slot.Run is { Parameters.IsOfNetwork: true } run ? Counted.Of(run.Parameters.BatchSize) : ""),
        new("attempt", 10, r => r.Slot.Run is { Attempt: > 1 } run ? Counted.Of(run.Attempt) : ""),
        new("device", 40, r => r.Slot.Device, Left: true),
        new("gpu", 35, r => r.Slot.Gpu is { } gpu ? GpuText.Of(gpu) : "", Left: true),
    ],
    r => (r.Slot.Run, r.Agent.State) switch
    {
        (null, AgentStatus.Quarantined) => new Style(Color.Yellow),
        (null, AgentStatus.Online) when r.Agent.Hold is not null => new Style(Color.Yellow),
        (null, _) => new Style(Color.Grey),
        (_, AgentStatus.Offline) => new Style(Color.Yellow),
        _ => Style.Plain,
    });
}
