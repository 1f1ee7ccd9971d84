namespace Sweep.Browser.Tests;

/// <summary>How long a page is waited for: far beyond what anything takes on a machine with other work, reached only by a failure.</summary>
internal static class Patience
{
    public const float Milliseconds = 5 * 60 * 1000;
}
