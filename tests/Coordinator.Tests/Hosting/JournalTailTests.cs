using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Simulation.Asking;

namespace Sweep.Coordinator.Tests.Hosting;

public sealed class JournalTailTests
{
    private readonly JournalTail tail = new(10);

    [Fact]
    public void WhatIsKept_IsGivenFromAnyEntryOn_AndWhatIsNot_IsForTheFilesToSay()
    {
        Assert.Equal([], tail.After(10, 5)!);
        Assert.Null(tail.After(9, 5));

        Append(11, 6);

        Assert.Equal(16, tail.Last);
        Assert.Equal([11, 12, 13], Numbers(tail.After(10, 3)));
        Assert.Equal([15, 16], Numbers(tail.After(14, 5)));
        Assert.Equal([], tail.After(16, 5)!);
        Assert.Equal([], tail.After(99, 5)!);
        Assert.Null(tail.After(9, 5));
    }

    [Fact]
    public void OnlyTheLatestAreKept()
    {
        Append(11, 5000);

        Assert.Null(tail.After(10, 5));
        Assert.Equal([5009, 5010], Numbers(tail.After(5008, 5)));
    }

    [Fact]
    public void TheEndOfASweep_IsTold_WhenItsLastRunHasEnded()
    {
        var state = new CoordinatorState();
        var (number, told) = (10, 0);
        foreach (var happened in new SomeHome(new(1, 1)).Life())
        {
            var next = tail.SweepEnds;
            state.Apply(happened);
            tail.Appended([new JournalEntry(++number, happened)], state);
            var run = happened is LeaseEnded ended ? state.Run(ended.Run) : null;
            Assert.Equal(run is { Open: false } && state.IsFinished(run.Sweep), next.IsCompletedSuccessfully);
            Assert.False(tail.SweepEnds.IsCompleted);
            told += next.IsCompleted ? 1 : 0;
        }
        Assert.NotEqual(0, told);
    }

    private static IEnumerable<long> Numbers(IReadOnlyList<JournalEntry>? entries) => Assert.IsAssignableFrom<IReadOnlyList<JournalEntry>>(entries).Select(entry => entry.Sequence);

    private void Append(int first, int count) =>
        tail.Appended([.. Enumerable.Range(first, count).Select(number => new JournalEntry(number, SomeEvents.Epoch(number)))], new());
}
