namespace Sweep.Coordinator.Journal;

/// <summary>
/// What a disk or its file system refuses: no room, read-only, broken, gone. It says nothing about what is already stored there, so a
/// file that meets it is not damaged.
/// </summary>
public static class DeviceFault
{
    // Numbers of errno(3) on Linux; .NET gives them as HResult of the exception.
    private const int FileTooLarge = 27;

    private static readonly Dictionary<int, string> Sentences = new()
    {
        [5] = "The disk does not work ({0}): copy the folder to another disk, and look into the machine's log",
        [6] = "The disk is gone ({0}): bring it back",
        [19] = "The disk is gone ({0}): bring it back",
        [23] = "Too many files are open on this machine ({0}): raise its limit",
        [24] = "Too many files are open ({0}): raise the limit, for instance with `ulimit -n 65536`",
        [FileTooLarge] = "A file may not grow so large here ({0}): use another file system, or raise `ulimit -f`",
        [28] = "The disk is full ({0}): make room",
        [30] = "The file system may only be read ({0}): make it writable, or name another folder",
        [107] = "The disk is gone ({0}): bring it back",
        [116] = "The network file system has lost the file ({0}): mount it again",
        [121] = "The disk does not work ({0}): look into the log of the machine that it belongs to",
        [122] = "The quota of this user is used up ({0}): make room, or have it raised",
    };

    /// <summary>
    /// One sentence with the remedy, where a device is behind the exception or behind what caused it; null where none is.
    /// </summary>
    public static string? In(Exception problem)
    {
        if (Number(problem) is { } number && Sentences.TryGetValue(number, out var sentence))
            return $"{string.Format(null, sentence, problem.Message.TrimEnd('.'))}, and give the same command again; " +
                "nothing that was recorded is lost.";
        return problem is AggregateException several ? several.InnerExceptions.Select(In).FirstOrDefault(found => found is not null)
            : problem.InnerException is { } cause ? In(cause)
            : null;
    }

    /// <summary>
    /// Of errno(3); null where no device says it. Of a file that grows too large .NET makes an exception of another type.
    /// </summary>
    private static int? Number(Exception problem) => problem switch
    {
        IOException => problem.HResult,
        ArgumentOutOfRangeException { ParamName: "value", ActualValue: null }
            when problem.Message.StartsWith("Specified file length was too large", StringComparison.Ordinal) => FileTooLarge,
        _ => null,
    };

    /// <summary>Whether the file system may only be read.</summary>
    public static bool IsReadOnly(Exception problem) => problem is IOException { HResult: 30 };
}
