namespace Sweep.Reporting.Answers;

/// <summary>How a sweep stands. In JSON and in print these are its words, in camel case.</summary>
public enum SweepStatus
{
    /// <summary>At least one of its runs is in training.</summary>
    Running,

    /// <summary>Work is left, and a coordinator is there that has no run of it in training just now.</summary>
    Waiting,

    /// <summary>Work is left, and nobody is there.</summary>
    Interrupted,

    /// <summary>Every trial has its result.</summary>
    Complete,

    /// <summary>Nothing is left to train, and trials failed.</summary>
    Failed,

    /// <summary>A person called it off before every trial had its result.</summary>
    Cancelled,
}
