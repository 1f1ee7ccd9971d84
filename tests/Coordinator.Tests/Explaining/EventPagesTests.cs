using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Explaining;

/// <summary>What a long journal says of one agent.</summary>
public sealed class EventPagesTests
{
    private const int Last = 10_000;

    private readonly CoordinatorState state = new();
    private int worded;

    [Fact]
    public async Task OfOneAgent_ThePagesTellAllOfIt_AndNothingElse_HoweverFarApartItStands()
    {
        var told = new List<long>();
        var page = await Page(0, entry => entry % 5000 == 1);
        told.AddRange(page.Events.Select(e => e.Sequence));

        Assert.Equal([1, 5001], told);
        Assert.Equal(Last, page.Last);
        Assert.Empty((await Page(page.Last, entry => entry % 5000 == 1)).Events);
    }

    [Fact]
    public async Task APageHasItsLength_AndSaysWhereTheNextGoesOn()
    {
        var first = await Page(0, entry => entry % 2 == 0);
        Assert.Equal((EventPages.Length, 2L * EventPages.Length), (first.Events.Length, first.Last));

        var all = new List<long>();
        for (var page = first; page.Events.Length > 0; page = await Page(page.Last, entry => entry % 2 == 0))
            all.AddRange(page.Events.Select(e => e.Sequence));
        Assert.Equal(Enumerable.Range(1, Last / 2).Select(n => 2L * n), all);
    }

    [Theory]
    [InlineData(-2, new long[] { 9001, 9501 })]
    [InlineData(-1, new long[] { 9501 })]
    public async Task ANegativeNumber_IsCountedFromTheEndOfWhatIsAboutTheAgent(long since, long[] expected)
    {
        Assert.Equal(expected, (await Page(since, entry => entry % 500 == 1)).Events.Select(e => e.Sequence));
        // The latest entries had them: the rest of the journal is not looked through.
        Assert.True(worded < Last);
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(long.MinValue)]
    public async Task WhereThereAreNotSoMany_ItIsAllOfThem(long since) =>
        Assert.Equal([1, 5001], (await Page(since, entry => entry % 5000 == 1)).Events.Select(e => e.Sequence));

    private Task<EventPage> Page(long since, Func<int, bool> isAboutIt) => EventPages.OfAgent(
        "a", since, Last, after => Entries(isAboutIt).Where(entry => entry.Sequence > after),
        (after, entries, agent) =>
        {
            worded += entries.Count;
            return Task.FromResult(EventPages.Of(after, entries, state, agent));
        });

    private static IEnumerable<JournalEntry> Entries(Func<int, bool> isAboutIt) => Enumerable.Range(1, Last)
        .Select(number => new JournalEntry(number, new AgentReadmitted(isAboutIt(number) ? "a" : "b") { At = default }));
}
