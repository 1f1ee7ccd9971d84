using Sweep.Cluster.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Sweep.Cluster.Tests;

/// <summary>
/// The classes that take longest begin first, so that at the end no core waits for one of them. One that is not listed counts as short.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Order =
    [
        typeof(DrillTests), typeof(FullHomeTests), typeof(StarTests), typeof(PartitionTests), typeof(DocumentedCommandsTests),
        typeof(HomeTests), typeof(KillTests), typeof(CausesTests), typeof(TravelTests), typeof(BenchTests), typeof(EndedDrillTests),
        typeof(ReproduceTests), typeof(ExtendTests), typeof(RestartTests), typeof(UpkeepTests), typeof(RealGridTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Array.FindIndex(Order, type => IsOf(collection, type)) is >= 0 and var place ? place : Order.Length)];

    private static bool IsOf(ITestCollection collection, Type type) =>
        collection.TestCollectionDisplayName.Contains(type.FullName!, StringComparison.Ordinal);
}
