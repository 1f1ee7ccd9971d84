using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>What the ways in which an attempt can end mean.</summary>
internal static class Outcomes
{
    /// <summary>Counted against the run, up to the sweep's maxAttempts.</summary>
    public static bool IsCrash(this Outcome outcome) => outcome is Outcome.TrainerCrashed or Outcome.TimedOut;

    /// <summary>Held against the agent while others succeed.</summary>
    public static bool IsFailure(this Outcome outcome) => outcome.IsCrash() || outcome is Outcome.OutOfMemory or Outcome.BadConfiguration;

    public static bool IsSuccess(this Outcome outcome) => outcome is Outcome.Completed or Outcome.Diverged;
}
