using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>What does the journal say after one of its entries? A page at a time; an empty one is the end.</summary>
/// <param name="Since">The number of that entry; a negative number is counted from the journal's end; null is its beginning.</param>
internal sealed record EventsAfter(string? Since) : Question<EventPage>
{
    public static Task<EventPage> Answer(EventsAfter question, ISource source, CancellationToken cancellation) =>
        source.Events(Number(question.Since), cancellation);

    private static long Number(string? since)
    {
        if (since is null)
            return 0;
        return long.TryParse(since, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new BadInputException($"since '{since}' is no number of an entry: 0 is the beginning, -20 the last twenty.");
    }
}
