using System.Collections.Immutable;

namespace Sweep.Experiments.Programs;

/// <summary>What a program says with a line that is more than log.</summary>
public abstract record Statement
{
    private protected Statement() { }
}

/// <summary>What an epoch achieved. Epochs are said in order, each once.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Values">The metrics by name, in the order in which they were said; empty where nothing is known of the epoch.</param>
/// <param name="Seconds">What the program itself says that it took; null where it does not.</param>
public sealed record EpochReport(int Epoch, ImmutableArray<KeyValuePair<string, double>> Values, double? Seconds = null) : Statement;

/// <summary>How far an epoch has come. Losing one costs nothing.</summary>
/// <param name="Steps">0 where it is not said.</param>
/// <param name="Loss">Of the epoch so far; not a number where it is not said.</param>
public sealed record StepReport(int Step, int Steps, double Loss) : Statement;

/// <summary>
/// The program breaks the contract, and what follows cannot be believed: one sentence that names the line and the remedy.
/// </summary>
public sealed record Violation(string Sentence) : Statement;

/// <summary>
/// The program goes on further than where it was told to continue: what it continues from is of a later epoch than its name says.
/// </summary>
public sealed record CheckpointAhead(string Sentence) : Statement;

/// <summary>Nothing is lost by it, and whoever reads the log is to know: one sentence.</summary>
public sealed record Remark(string Sentence) : Statement;
