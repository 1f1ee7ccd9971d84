using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>What was printed under a lease? A part at a time; an empty one is the end, for now.</summary>
/// <param name="After">Where the last part ended; null is the beginning.</param>
internal sealed record LogOf(string Lease, string? After) : Question<LogPart>
{
    public static Task<LogPart> Answer(LogOf question, ISource source, CancellationToken cancellation)
    {
        var (text, next) = source.Logs.Read(Number(question.Lease), question.After is { } after ? Number(after) : 0);
        return Task.FromResult(new LogPart(text, next));
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new BadInputException($"'{text}' is no number of a lease or of bytes: they are whole numbers.");
}
