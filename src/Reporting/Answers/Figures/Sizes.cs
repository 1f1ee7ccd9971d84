namespace Sweep.Reporting.Answers.Figures;

/// <summary>Bytes as people read them, in powers of 1024.</summary>
internal static class Sizes
{
    public static string Of(long bytes) => bytes switch
    {
        < 1024 => FormattableString.Invariant($"{bytes} B"),
        < 1L << 20 => FormattableString.Invariant($"{bytes / 1024.0:F1} KiB"),
        < 1L << 30 => FormattableString.Invariant($"{bytes / (double)(1L << 20):F1} MiB"),
        _ => FormattableString.Invariant($"{bytes / (double)(1L << 30):F2} GiB"),
    };
}
