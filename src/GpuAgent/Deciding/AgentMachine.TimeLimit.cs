using System.Globalization;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// An agent whose machine is lent until a moment: it begins no epoch that would not be over by then, as far as it has measured such
/// epochs, and leaves when none has time any more.
/// </summary>
internal sealed partial class AgentMachine
{
    /// <summary>What the last checkpoint and the last reports may take, and the process's end.</summary>
    internal static readonly TimeSpan ToLeave = TimeSpan.FromSeconds(5);

    /// <summary>An epoch may take so much longer than the slowest of the last ones.</summary>
    private const double Slack = 1.1;

    private readonly EpochTimes epochTimes = new();
    private readonly Dictionary<int, double> tooLong = [];

    /// <summary>In seconds; null where nobody has said when to end.</summary>
    private double? TimeLeft => until is { } end ? (end - ToLeave - now.Wall).TotalSeconds : null;

    /// <summary>Whether nothing is trained here any more, since no epoch has the time.</summary>
    private bool IsTimeUp => TimeLeft is { } left && Array.TrueForAll(slots, slot => slot.State.Given is null && !HasTime(slot, left));

    /// <summary>Whether the slot may ask for work: an epoch that it was lately asked for would be over in time.</summary>
    private bool HasTime(Slot slot) => TimeLeft is not { } left || HasTime(slot, left);

    private bool HasTime(Slot slot, double left) =>
        left > 0 && !(epochTimes.FastestOn(slot.Device.Slot.Model) * Slack > left)
        && !(tooLong.TryGetValue(slot.Number, out var seconds) && seconds > left);

    /// <summary>Time has passed.</summary>
    private void LookAtTimeLimit()
    {
        if (TimeLeft is not { } left)
            return;
        foreach (var slot in slots)
        {
            if (slot.State is SlotState.Busy busy and not SlotState.Ending)
                LookAtTimeLimit(slot, busy, left);
        }
    }

    private void LookAtTimeLimit(Slot slot, SlotState.Busy busy, double left)
    {
        if (left <= 0)
        {
            Retire(slot);
            End(
                slot, busy.Assignment, Outcome.Cancelled,
                $"The time of agent {identity.Name} is up ({UntilText}), in the middle of an epoch.");
        }
        else if (epochTimes.Of(EpochKind.Of(slot, busy.Assignment.Order)) * Slack is { } epoch && SecondsToNextEnd(busy, epoch) > left)
        {
            // An epoch of this length is not asked for again.
            tooLong[slot.Number] = epoch;
            StopAtEpochEnd(slot, $"Agent {identity.Name} ends at {UntilText}, before another epoch would.");
        }
    }

    /// <summary>To the end of the first epoch that is not begun yet; nothing where none follows.</summary>
    private static double SecondsToNextEnd(SlotState.Busy busy, double epoch) => busy switch
    {
        SlotState.AtWork { Progress: { } at } when at.Epoch >= busy.Assignment.Order.ToEpoch => 0,
        SlotState.AtWork { Progress: { Steps: > 0 } at } => epoch * (2 - Math.Min((double)at.Step / at.Steps, 1)),
        SlotState.AtWork => 2 * epoch,
        _ => epoch,
    };

    private string UntilText => until!.Value.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
