using Sweep.Shared;
using Sweep.Suite;

namespace Sweep.Files.Tests.Suite;

/// <summary>Places in a folder of the test's own, which no other test waits for.</summary>
public sealed class ProcessPlaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<ProcessPlace> taken = [];

    private string Places => folder["places"];

    [Fact]
    public void ThereAreAsManyAsCores_AndOneThatIsGivenBackIsTheNextOnes()
    {
        Assert.All(Enumerable.Range(0, Environment.ProcessorCount), _ => Assert.True(Ask(out var _)));
        Assert.False(Ask(out var next));

        taken[0].Dispose();

        Assert.True(next.IsTaken(() => false));
    }

    [Fact]
    public void WhoDoesLittle_SharesOne()
    {
        Assert.All(Enumerable.Range(0, 2 * Environment.ProcessorCount), _ => Assert.True(Ask(out var _, doesLittle: true)));
        Assert.False(Ask(out var _, doesLittle: true));
    }

    [Fact]
    public void WhileACoreIsAtRest_ThereAreAsManyAgain_AndNotMore()
    {
        Assert.All(Enumerable.Range(0, 2 * Environment.ProcessorCount), _ => Assert.True(Ask(out var _, aCoreIsAtRest: true)));
        Assert.False(Ask(out var next, aCoreIsAtRest: true));

        taken[^2].Dispose();

        Assert.False(next.IsTaken(() => false), "what was given back is a place for as long as a core is at rest");
        Assert.True(next.IsTaken(() => true));
    }

    [Fact]
    public void WhoStandsAtTheDoor_IsNext_WhateverTheOthersWouldNeed()
    {
        Assert.All(Enumerable.Range(0, Environment.ProcessorCount), _ => Assert.True(Ask(out var _)));
        Assert.False(Ask(out var first, rank: 5));
        Assert.False(Ask(out var second, doesLittle: true));

        taken[0].Dispose();

        Assert.False(second.IsTaken(() => false));
        Assert.True(first.IsTaken(() => false));
    }

    [Fact]
    public void TheLast_TakesTheFolderWithIt_AndNobodyElse()
    {
        Assert.True(Ask(out var place));
        ProcessPlace.LeaveNone(Places);
        Assert.True(Directory.Exists(Places));

        place.Dispose();
        ProcessPlace.LeaveNone(Places);

        Assert.False(Directory.Exists(Places));
    }

    public void Dispose()
    {
        taken.ForEach(place => place.Dispose());
        folder.Dispose();
    }

    private bool Ask(out ProcessPlace place, bool doesLittle = false, bool aCoreIsAtRest = false, int rank = 0)
    {
        place = new(Places, doesLittle, rank);
        taken.Add(place);
        return place.IsTaken(() => aCoreIsAtRest);
    }
}
