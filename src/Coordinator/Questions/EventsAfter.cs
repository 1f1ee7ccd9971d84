using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>What does the journal say after one of its entries? A page at a time; an empty one is the end.</summary>
/// <param name="Since">
/// The number of that entry; a negative number is counted from the end of the journal, or of what it says of the agent; null is its
/// beginning.
/// </param>
/// <param name="Agent">Only what is about this one; null is everything.</param>
internal sealed record EventsAfter(string? Since, string? Agent = null) : Question<EventPage>
{
    public static async Task<EventPage> Answer(EventsAfter question, ISource source, CancellationToken cancellation)
    {
        var since = Number(question.Since);
        if (question.Agent is not { } agent)
            return await source.Events(since, null, cancellation);
        var known = await source.Agents(cancellation);
        return known.Any(one => one.Agent == agent)
            ? await source.Events(since, agent, cancellation)
            : throw new BadInputException(
                $"No agent named '{Texts.Plain(agent)}' has ever registered here; `sweep agents` lists those that have.");
    }

    private static long Number(string? since)
    {
        if (since is null)
            return 0;
        return long.TryParse(since, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new BadInputException($"since '{since}' is no number of an entry: 0 is the beginning, -20 the last twenty.");
    }
}
