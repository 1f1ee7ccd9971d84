using System.CommandLine;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary>What a command runs in: where it writes, who may interrupt it, and the clock.</summary>
/// <param name="Terminals">The terminal for output with or without <c>--json</c>.</param>
public sealed record Shell(Func<bool, Terminal> Terminals, Interruption Interruption, TimeProvider Clock)
{
    /// <summary>Waits for one key of the person at the keyboard; null where none is there.</summary>
    public Func<CancellationToken, Task<char>>? Keyboard { get; init; }

    /// <summary>What is read where a command is given <c>-</c>.</summary>
#pragma warning disable RS0030 // This is what "-" means everywhere; tests give another.
    public TextReader In { get; init; } = Console.In;
#pragma warning restore RS0030

    /// <summary>Brings everything about the sweep named, or about the one submitted last, from whoever answers for the home.</summary>
    internal Func<ParseResult, string?, CancellationToken, Task<SweepRecord>> Record
    {
        get => field ?? ((parsed, sweep, cancellation) => HomeAnswers.Record(this, parsed, sweep, cancellation));
        init;
    }

    public Terminal TerminalFor(ParseResult parsed) =>
        Terminals(parsed.GetValue(GlobalOptions.Json)) with { Quiet = parsed.GetValue(GlobalOptions.Quiet) };
}
