using System.Globalization;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// Slots whose epochs take much longer than those of their twins, which have the same device and train the same kind of run: a GPU that
/// is throttled, shared with others or about to fail looks like this before it fails.
/// </summary>
internal static class SlowSlots
{
    /// <summary>Of a slot: fewer epochs say nothing.</summary>
    public const int LeastEpochs = 5;

    public const int LeastTwins = 2;

    /// <summary>Slower than twins are among each other on a machine that does other things as well.</summary>
    public const double Factor = 1.5;

    /// <returns>For each slow slot one sentence with the remedy, by its agent's name.</returns>
    public static ILookup<string, string> Of(CoordinatorState state) => state.Paces.All
        .Where(pace => pace.Measured >= LeastEpochs)
        .Select(pace => (pace.Slot, pace.Kind, Device: Device(state, pace.Slot), pace.Seconds))
        .Where(pace => pace.Device is not null)
        .GroupBy(pace => (pace.Device, pace.Kind), pace => (pace.Slot, pace.Seconds))
        .SelectMany(alike => Among([.. alike.OrderBy(pace => pace.Slot.Number)], alike.Key.Device!))
        .ToLookup(slow => slow.Agent, slow => slow.Sentence);

    private static IEnumerable<(string Agent, string Sentence)> Among(IReadOnlyList<(SlotName Slot, double Seconds)> alike, string device)
    {
        foreach (var (slot, seconds) in alike)
        {
            var twins = alike.Where(other => other.Slot != slot).Select(other => other.Seconds).Order().ToList();
            if (twins.Count >= LeastTwins && twins[twins.Count / 2] is var usual && seconds > usual * Factor)
                yield return (slot.Agent, string.Create(
                    CultureInfo.InvariantCulture,
                    $"slot {slot.Number} takes {seconds:0.#} s for an epoch, and {twins.Count} others with the same device ({device}) "
                    + $"{usual:0.#} s: see whether it is too hot, shared with other programs, or failing"));
        }
    }

    private static string? Device(CoordinatorState state, SlotName slot) =>
        state.Agent(slot.Agent)?.Slots.FirstOrDefault(known => known.Number == slot.Number)?.Model;
}
