using Sweep.Cluster.Tests;
using Sweep.Suite;

[assembly: StartsProcesses(
    typeof(DrillTests), typeof(DocumentedCommandsTests), typeof(KillTests), typeof(PartitionTests), typeof(CausesTests),
    typeof(FullHomeTests), typeof(ReproduceTests), typeof(StarTests), typeof(TravelTests), typeof(HomeTests), typeof(ExtendTests),
    typeof(EndedDrillTests), typeof(BenchTests), typeof(UpkeepTests), typeof(BenchmarksTests), typeof(RealGridTests))]
