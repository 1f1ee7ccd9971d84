using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What a slot is doing.</summary>
internal abstract record SlotState
{
    private SlotState() { }

    /// <summary>What it was given to train; null where nothing runs there.</summary>
    public virtual Assign? Given => null;

    /// <summary>Nothing runs there.</summary>
    public sealed record Idle : SlotState
    {
        public static readonly Idle Instance = new();
    }

    /// <summary>Nothing runs there, and nothing is asked for: the disk did not let it work.</summary>
    /// <param name="Until">Monotonic.</param>
    public sealed record Resting(TimeSpan Until) : SlotState;

    public abstract record Busy(Assign Assignment) : SlotState
    {
        public sealed override Assign? Given => Assignment;
    }

    /// <summary>A dataset or code is looked for on this machine.</summary>
    public sealed record LookingForSupply(Assign Assignment, Supply Wanted) : Busy(Assignment);

    /// <summary>It is fetched from the coordinator, for every slot that waits for it.</summary>
    public sealed record AwaitingSupply(Assign Assignment, Supply Wanted) : Busy(Assignment);

    /// <summary>The checkpoint to continue from is looked for on this machine, or just taken over.</summary>
    public sealed record Looking(Assign Assignment) : Busy(Assignment);

    /// <summary>The checkpoint to continue from is fetched.</summary>
    /// <param name="NotFound">How often the store said that it does not have it.</param>
    public sealed record Fetching(Assign Assignment, FetchTries Tries, int NotFound = 0) : Busy(Assignment);

    /// <summary>The work folder is made.</summary>
    /// <param name="Checkpoint">The file to continue from; null begins at the initialisation.</param>
    public sealed record MakingFolder(Assign Assignment, string? Checkpoint) : Busy(Assignment);

    /// <summary>A trainer that is being killed may still hold the device's memory.</summary>
    public sealed record AwaitingExit(Assign Assignment) : Busy(Assignment);

    /// <summary>A trainer is started.</summary>
    public sealed record Starting(Assign Assignment, TrainOrder Order, long Trainer) : Busy(Assignment);

    /// <summary>The slot's trainer has the order.</summary>
    /// <param name="Moved">When it last said something.</param>
    public abstract record AtWork(Assign Assignment, TimeSpan Moved, Progress? Progress) : Busy(Assignment);

    public sealed record Training(Assign Assignment, TimeSpan Moved, Progress? Progress) : AtWork(Assignment, Moved, Progress);

    /// <summary>The trainer is told to stop at its epoch's end.</summary>
    public sealed record Stopping(Assign Assignment, TimeSpan Moved, Progress? Progress, string Reason)
        : AtWork(Assignment, Moved, Progress);

    /// <summary>The trainer made no step for too long and is being killed.</summary>
    /// <param name="Reason">Why it is to stop at its epoch's end; null where it is not.</param>
    public sealed record Stalled(Assign Assignment, TimeSpan Moved, Progress? Progress, string? Reason)
        : AtWork(Assignment, Moved, Progress);

    /// <summary>How the run ended is being noted.</summary>
    public sealed record Ending(Assign Assignment) : Busy(Assignment);
}
