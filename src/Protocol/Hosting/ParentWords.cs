using System.Globalization;

namespace Sweep.Protocol.Hosting;

/// <summary>The runs that an agent will be given in a moment.</summary>
/// <param name="Model">What they train.</param>
/// <param name="Count">How many there are.</param>
public sealed record ExpectedRuns(string Model, int Count);

/// <summary>
/// What the process that started an agent, and ends it by ending, tells it on its stdin, a line each. An agent that does not know a word
/// goes on as if nobody had spoken, and needs a little longer.
/// </summary>
public static class ParentWords
{
    /// <summary>The coordinator that the agent is to join answers from here on: there is no need to look for it now and then.</summary>
    public const string CoordinatorIsUp = "coordinator-is-up";

    private const string Expect = "expect";

    /// <summary>What is to be trained, so that trainers are there by the time it is asked for.</summary>
    public static string Of(ExpectedRuns expected) => FormattableString.Invariant($"{Expect} {expected.Model} {expected.Count}");

    /// <summary>Null where the line says something else.</summary>
    public static ExpectedRuns? Expected(string line) =>
        line.Split(' ') is [Expect, { Length: > 0 } model, var count]
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var runs)
            ? new(model, runs)
            : null;
}
