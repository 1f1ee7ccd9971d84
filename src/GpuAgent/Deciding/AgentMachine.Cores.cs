using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Deciding;

/// <summary>Whose cores are whose: a slot that has nothing to train leaves its own to those that have.</summary>
internal sealed partial class AgentMachine
{
    /// <param name="settled">
    /// Whether a trainer may be given more: that is looked at now and then, for between two runs a slot is without one for a moment. What
    /// it has too many it loses at once.
    /// </param>
    private void ShareCores(bool settled)
    {
        var (cores, busy) = (0, 0);
        foreach (var slot in slots)
        {
            if (!TrainsOnProcessor(slot))
                continue;
            cores = slot.Device.SharedCores;
            busy++;
        }
        var place = 0;
        foreach (var slot in slots)
        {
            if (!TrainsOnProcessor(slot))
                continue;
            var threads = Math.Max(1, (cores / busy) + (place++ < cores % busy ? 1 : 0));
            if (slot is not { State: SlotState.AtWork, Trainer: { } trainer } || threads == slot.Threads
                || (threads > slot.Threads && !settled))
                continue;
            slot.Threads = threads;
            Do(new Tell(trainer, new ThreadsOrder(threads)));
        }
    }

    private static bool TrainsOnProcessor(Slot slot) => slot.Device.Gpu is null && slot.State is SlotState.Busy;
}
