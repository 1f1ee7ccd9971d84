namespace Sweep.Files;

/// <summary>
/// A page that a file system made room for and never wrote, because the power went before a sync: it reads as zeros to its end, and what
/// was written behind it may be there.
/// </summary>
public static class Hole
{
    /// <summary>Pages of all file systems are multiples of a sector.</summary>
    private const int SmallestPage = 512;

    /// <summary>
    /// Whether one is in a text that begins with a line, and has no zeros of its own. A single zero may also be a flipped bit, but not
    /// where a line begins: all lines begin with a digit, lower-case hexadecimal ones included, of which no flipped bit makes a zero.
    /// </summary>
    /// <param name="offset">Of the text in its file, in bytes.</param>
    public static bool IsIn(ReadOnlySpan<byte> text, long offset)
    {
        var start = text.IndexOf((byte)0);
        if (start < 0)
            return false;
        var length = text[start..].IndexOfAnyExcept((byte)0);
        return (length > 1 || start == 0) && (offset + start + length) % SmallestPage == 0;
    }
}
