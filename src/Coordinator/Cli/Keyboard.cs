namespace Sweep.Coordinator.Cli;

/// <summary>The keyboard of this process's terminal.</summary>
public static class Keyboard
{
    /// <summary>A key that is waited for blocks its thread for good; looking for one this often can be given up.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Null where not all of input, output and errors is a terminal: a script cannot be asked.</summary>
    public static Func<CancellationToken, Task<char>>? OfTerminal() =>
#pragma warning disable RS0030 // This is the terminal's own keyboard.
        Console.IsInputRedirected || Console.IsOutputRedirected || Console.IsErrorRedirected ? null : Key;

    private static async Task<char> Key(CancellationToken cancellation)
    {
        while (!Console.KeyAvailable)
            await Task.Delay(BetweenLooks, cancellation);
        return Console.ReadKey(intercept: true).KeyChar;
#pragma warning restore RS0030
    }
}
