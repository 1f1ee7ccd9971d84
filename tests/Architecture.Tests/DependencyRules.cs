using System.Reflection;
using NetArchTest.Rules;

namespace Sweep.Architecture.Tests;

/// <summary>Who may know whom. A rule that fails names the types that break it.</summary>
public sealed class DependencyRules
{
    [Fact]
    public void Files_KnowsNothingButTheFramework() =>
        Assert.DoesNotContain(House.Files.GetReferencedAssemblies(), a => !a.Name!.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void Experiments_KnowsNoneOfTheOtherProjectsButFiles() =>
        Assert.DoesNotContain(House.Experiments.GetReferencedAssemblies(), a => a.Name is "Sweep.Protocol" or "sweep" or "sweep-agent");

    [Fact]
    public void Experiments_KnowsNeitherTheClusterNorTheDatabase() =>
        Assert.DoesNotContain(House.Experiments.GetReferencedAssemblies(), a => a.Name!.StartsWith("Akka", StringComparison.Ordinal) || a.Name == "LiteDB");

    [Fact]
    public void OnlyTraining_KnowsTorchSharp() =>
        House.Holds(Types.InAssembly(House.Experiments)
            .That().DoNotResideInNamespace("Sweep.Experiments.Training")
            .ShouldNot().HaveDependencyOn("TorchSharp"));

    [Fact]
    public void Protocol_KnowsNothingOfTraining() =>
        House.Holds(Types.InAssembly(House.Protocol)
            .ShouldNot().HaveDependencyOnAny("Sweep.Experiments.Training", "TorchSharp", "LiteDB"));

    [Fact]
    public void CoordinatorAndAgent_NeverReferenceEachOther()
    {
        Assert.DoesNotContain(House.Coordinator.GetReferencedAssemblies(), a => a.Name == "sweep-agent");
        Assert.DoesNotContain(House.GpuAgent.GetReferencedAssemblies(), a => a.Name == "sweep");
    }

    [Fact]
    public void Coordinator_NeverLoadsTorchSharp() =>
        House.Holds(Types.InAssembly(House.Coordinator).ShouldNot().HaveDependencyOn("TorchSharp"));

    [Fact]
    public void OnlyStorage_KnowsLiteDb() =>
        House.Holds(Types.InAssembly(House.Coordinator)
            .That().DoNotResideInNamespace("Sweep.Coordinator.Storage")
            .ShouldNot().HaveDependencyOn("LiteDB"));

    [Theory]
    [InlineData("Sweep.Coordinator.Scheduling")]
    [InlineData("Sweep.Coordinator.Forecasting")]
    [InlineData("Sweep.Coordinator.Verification")]
    [InlineData("Sweep.Experiments.Planning")]
    [InlineData("Sweep.Experiments.Spaces")]
    public void PureFolders_SeeNoCluster_NoDatabase_NoFiles_NoThreads(string folder) =>
        House.Holds(Types.InAssemblies([House.Coordinator, House.Experiments])
            .That().ResideInNamespace(folder)
            .ShouldNot().HaveDependencyOnAny("Akka", "LiteDB", "System.IO", "Sweep.Files", "System.Net", "System.Threading.Tasks", "System.Random", "System.TimeProvider", "Serilog", "Microsoft.Extensions"));

    [Theory]
    [InlineData("Sweep.Coordinator.Scheduling")]
    [InlineData("Sweep.Coordinator.Forecasting")]
    [InlineData("Sweep.Coordinator.Verification")]
    [InlineData("Sweep.Experiments.Planning")]
    [InlineData("Sweep.Experiments.Spaces")]
    public void PureFolders_ReadNoClock_AndDrawNoRandomness(string folder) =>
        Assert.Empty(Impurities.In(folder, House.Coordinator, House.Experiments));
}

internal static class House
{
    public static readonly Assembly Files = Assembly.Load("Sweep.Files");
    public static readonly Assembly Experiments = Assembly.Load("Sweep.Experiments");
    public static readonly Assembly Protocol = Assembly.Load("Sweep.Protocol");
    public static readonly Assembly Coordinator = Assembly.Load("sweep");
    public static readonly Assembly GpuAgent = Assembly.Load("sweep-agent");

    public static void Holds(ConditionList rule)
    {
        var result = rule.GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
