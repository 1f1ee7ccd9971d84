using System.Globalization;
using Sweep.GpuAgent.Devices;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What is wrong with a GPU, by what its driver says.</summary>
/// <param name="Complaint">One sentence with the remedy.</param>
/// <param name="IsUnfit">Whether nothing more is trained there: what it computes may be wrong.</param>
internal sealed record GpuHealth(string Complaint, bool IsUnfit)
{
    private const string Mend = "reset or replace it, then start the agent anew";

    /// <summary>
    /// Slowdown for heat, by software and by hardware; by hardware, and for want of power (nvml.h). A clock that rests is none.
    /// </summary>
    private const ulong TooHot = 0x20 | 0x40;
    private const ulong Slowed = 0x8 | 0x80;

    /// <param name="before">The reading before; null where this is the first of this process.</param>
    /// <param name="known">What was wrong by then.</param>
    /// <returns>Null where nothing is wrong.</returns>
    public static GpuHealth? Of(GpuReading now, GpuReading? before, GpuHealth? known) => now switch
    {
        _ when known is { IsUnfit: true } => known,
        { Fault: { } fault } when before is not null && fault != before.Fault => new(
            Invariant($"GPU {now.Index} has failed ({fault.Words}): nothing more is trained there; {Mend}."), true),
        _ when before is not null && now.UncorrectedErrors > before.UncorrectedErrors => new(Invariant(
            $"GPU {now.Index} has a memory error that it could not correct: nothing more is trained there; {Mend}."), true),
        { Fault: { } fault } => new(Invariant($"GPU {now.Index} has failed before this agent began ({fault.Words}): {Mend}."), false),
        { UncorrectedErrors: > 0 } => new(Invariant(
            $"GPU {now.Index} has had {now.UncorrectedErrors} memory errors that it could not correct before this agent began: ")
                + $"{Mend}.", false),
        // One reading is a moment; two in a row are half a minute.
        _ when (now.SlowedBy & TooHot) != 0 && (before?.SlowedBy & TooHot) is > 0 => new(Invariant(
            $"GPU {now.Index} is slowed down because it is too hot: see to its fans and what stands before them."), false),
        _ when (now.SlowedBy & Slowed) != 0 && (before?.SlowedBy & Slowed) is > 0 => new(Invariant(
            $"GPU {now.Index} is slowed down by its hardware: see to its power supply and cooling."), false),
        _ => null,
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
