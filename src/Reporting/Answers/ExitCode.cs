namespace Sweep.Reporting.Answers;

/// <summary>The exit codes of every command.</summary>
public static class ExitCode
{
    public const int Done = 0;
    /// <summary>The sweep ended with failed trials; <c>verify</c> found something.</summary>
    public const int FailedTrials = 1;
    public const int BadInput = 2;
    public const int NoCoordinator = 3;
    /// <summary>The sweep was cancelled before it was complete.</summary>
    public const int Cancelled = 4;
    /// <summary>The sweep has ended without what <c>wait</c> waited for.</summary>
    public const int NotReached = 5;
    /// <summary>Something nobody foresaw; the log says what.</summary>
    public const int Unexpected = 70;
    /// <summary>A disk refuses: it is full, read-only, broken or gone.</summary>
    public const int Device = 74;
    /// <summary>What <c>wait</c> waited for did not come in the time given; the code of <c>timeout</c>.</summary>
    public const int WaitedTooLong = 124;
    public const int Interrupted = 130;
}
