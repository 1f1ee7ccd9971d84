using System.Text.Json;
using System.Text.RegularExpressions;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>What the child is asked.</summary>
/// <param name="File">A copy of the results database, which the child may spoil.</param>
internal sealed record SqlOrder(string File, SqlQuestion Question);

/// <summary>What the child says: one of the two.</summary>
/// <param name="Refusal">One sentence.</param>
internal sealed record SqlOutcome(ResultTable? Table, string? Refusal);

/// <summary>
/// The side of <see cref="SqlProcess"/> that answers: a process that reads one line of JSON, writes one, and ends. LiteDB can be made to
/// compute for ever, to take all memory and to run out of stack, and none of the three can be stopped inside of a process that has to live.
/// </summary>
internal static class SqlChild
{
    /// <summary>The program's only argument then.</summary>
    public const string Word = "answer-one-query";

    private static readonly TimeSpan OneMatch = TimeSpan.FromSeconds(5);

    public static int Answer()
    {
        // Before anything makes the first pattern.
        AppContext.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", OneMatch);
#pragma warning disable RS0030 // A pipe to the process that asks.
        using var stdin = Console.OpenStandardInput();
#pragma warning restore RS0030
        using var lines = new StreamReader(stdin);
        if (lines.ReadLine() is not { } line)
            return 0;
        EndWith(lines);
        var outcome = Outcome(JsonSerializer.Deserialize<SqlOrder>(line, StrictJson.Options)!);
#pragma warning disable RS0030 // A pipe to the process that asks.
        using var stdout = Console.OpenStandardOutput();
#pragma warning restore RS0030
        JsonSerializer.Serialize(stdout, outcome, StrictJson.Options);
        return 0;
    }

    /// <summary>Whatever ends the process that asks closes the pipe.</summary>
    private static void EndWith(StreamReader parent) => new Thread(() =>
    {
        parent.ReadToEnd();
#pragma warning disable RS0030 // Nobody waits for the answer, which may compute for long; this process holds nothing.
        Environment.Exit(0);
#pragma warning restore RS0030
    })
    { IsBackground = true, Name = "parent" }.Start();

    private static SqlOutcome Outcome(SqlOrder order)
    {
        try
        {
            using var file = ResultsFile.OpenAsItIs(order.File);
            return new(SqlAnswer.Of(file, order.Question), null);
        }
        catch (BadInputException refusal)
        {
            return new(null, refusal.Message);
        }
        catch (RegexMatchTimeoutException)
        {
            return new(null,
                "A pattern of IS_MATCH takes too long on a text it is matched with: write it without repetitions within repetitions.");
        }
        catch (OutOfMemoryException)
        {
            return new(null, SqlProcess.TooMuchMemory);
        }
        // LiteDB meets statements that it does not understand with exceptions of many types.
        catch (Exception e)
        {
            return new(null, $"LiteDB cannot answer this: {e.Message.Split('\n', 2)[0].TrimEnd('\r', '.', ' ')}.");
        }
    }
}
