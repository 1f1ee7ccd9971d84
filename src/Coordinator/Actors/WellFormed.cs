using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Actors;

/// <summary>The guard at the edge: JSON may leave out what a record promises. Whatever passes here can be trusted to be all there.</summary>
internal static class WellFormed
{
    public static bool Check(ISweepMessage message) => message switch
    {
        Register m => Named(m.Agent) && m is { Host: not null, Program: not null, Slots.IsDefault: false, Running.IsDefault: false }
            && m.Slots.All(slot => slot is { Device: not null, Model: not null }),
        RequestWork m => Named(m.Agent),
        Heartbeat m => Named(m.Agent) && !m.Running.IsDefault,
        Progress m => Named(m.Agent),
        Report m => Named(m.Agent) && Check(m.Fact),
        _ => true,
    };

    private static bool Check(Fact? fact) => fact switch
    {
        RunStarted started => started.Provenance is { DatasetFingerprint: not null },
        EpochCompleted epoch => epoch.Metrics is not null && epoch.Checkpoint is null or { Sha256: not null },
        RunEnded ended => ended.Detail is not null && Enum.IsDefined(ended.Outcome),
        _ => false,
    };

    private static bool Named(string? agent) => !string.IsNullOrEmpty(agent);
}
