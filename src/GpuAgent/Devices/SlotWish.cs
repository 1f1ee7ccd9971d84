using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;

namespace Sweep.GpuAgent.Devices;

/// <summary>What <c>--slots</c> said.</summary>
/// <param name="Count">Slots in all, or of each GPU; null is automatic.</param>
/// <param name="OfEachGpu">Whether it is of each GPU.</param>
internal sealed record SlotWish(int? Count, bool OfEachGpu = false)
{
    public static readonly SlotWish Automatic = new((int?)null);

    private const string OfGpus = "gpu:";
    private const int Most = 1024;

    /// <summary>Reads a positive number, <c>gpu:</c> and one, or <c>auto</c>.</summary>
    public static SlotWish Of(string text)
    {
        if (text == "auto")
            return Automatic;
        var ofGpus = text.StartsWith(OfGpus, StringComparison.Ordinal);
        return int.TryParse(ofGpus ? text[OfGpus.Length..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= Most
            ? new(count, ofGpus)
            : throw new BadInputException(
                $"--slots {Texts.Plain(text)} is neither auto, nor a number from 1 to {Most}, nor gpu: and a number, for instance gpu:2.");
    }
}
