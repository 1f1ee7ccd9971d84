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
    public void Agent_NeverReferencesTheCoordinator() =>
        Assert.DoesNotContain(House.GpuAgent.GetReferencedAssemblies(), a => a.Name == "sweep");

    /// <summary>A simulated lab runs both programs in one process; otherwise they know each other's messages alone.</summary>
    [Fact]
    public void OnlySimulation_KnowsTheAgent() =>
        House.Holds(Types.InAssembly(House.Coordinator)
            .That().DoNotResideInNamespace("Sweep.Coordinator.Simulation")
            .ShouldNot().HaveDependencyOn("Sweep.GpuAgent"));

    [Fact]
    public void Simulation_RunsTheProductsOwnAgent() =>
        Assert.Contains(House.Coordinator.GetReferencedAssemblies(), a => a.Name == "sweep-agent");

    [Fact]
    public void Coordinator_NeverLoadsTorchSharp() =>
        House.Holds(Types.InAssembly(House.Coordinator).ShouldNot().HaveDependencyOn("TorchSharp"));

    [Fact]
    public void OnlyStorage_KnowsLiteDb() =>
        House.Holds(Types.InAssembly(House.Coordinator)
            .That().DoNotResideInNamespace("Sweep.Coordinator.Storage")
            .ShouldNot().HaveDependencyOn("LiteDB"));

    [Fact]
    public void OnlyMeasuring_KnowsPrometheus() =>
        House.Holds(Types.InAssembly(House.Coordinator)
            .That().DoNotResideInNamespace("Sweep.Coordinator.Measuring")
            .ShouldNot().HaveDependencyOn("Prometheus"));

    /// <summary>What describes the API and what speaks to assistants is loaded where it is asked for, and at no other start.</summary>
    [Theory]
    [InlineData("ModelContextProtocol", "Sweep.Coordinator.Cli.Mcp")]
    [InlineData("Microsoft.AspNetCore.OpenApi", "Sweep.Coordinator.Http")]
    public void OnlyOneFolder_KnowsWhatIsSaidOfTheApi(string library, string folder) =>
        House.Holds(Types.InAssembly(House.Coordinator)
            .That().ResideInNamespace("Sweep.Coordinator").And().DoNotResideInNamespace(folder)
            .ShouldNot().HaveDependencyOn(library));

    [Fact]
    public void OnlyReporting_KnowsWhatDrawsAndPacks()
    {
        string[] wrong =
        [
            .. from module in Compiled.Ours
               where module.Assembly.Name.Name != "Sweep.Reporting"
               from used in module.AssemblyReferences
               where new[] { "ScottPlot", "SkiaSharp", "Parquet" }.Any(name => used.Name.StartsWith(name, StringComparison.Ordinal))
               select $"{module.Name} references {used.Name}: let src/Reporting draw, read or pack it and give back plain values",
        ];
        Assert.True(wrong.Length == 0, string.Join("; ", wrong));
    }

    [Fact]
    public void Reporting_NeverOpensTheDatabase() =>
        Assert.DoesNotContain(House.Reporting.GetReferencedAssemblies(), a => a.Name == "LiteDB");

    /// <summary>What is below the command line answers and asks; it draws nothing and writes no tables.</summary>
    [Theory]
    [InlineData("Journal")]
    [InlineData("Scheduling")]
    [InlineData("Explaining")]
    [InlineData("Storage")]
    [InlineData("Forecasting")]
    [InlineData("Verification")]
    [InlineData("Coordinating")]
    [InlineData("Measuring")]
    [InlineData("Notifying")]
    [InlineData("Actors")]
    [InlineData("Homes")]
    [InlineData("Http")]
    [InlineData("Hosting")]
    public void RoomsBelowTheCommandLine_KnowOfReportingOnlyQuestionsAndAnswers(string room) =>
        House.Holds(Types.InAssembly(House.Coordinator)
            .That().ResideInNamespace($"Sweep.Coordinator.{room}")
            .ShouldNot().HaveDependencyOnAny(
                "Sweep.Reporting.Tables", "Sweep.Reporting.Statistics", "Sweep.Reporting.Plots", "Sweep.Reporting.Pictures",
                "Sweep.Reporting.Exports", "Sweep.Reporting.Html"));

    [Theory]
    [InlineData("Sweep.Coordinator.Scheduling")]
    [InlineData("Sweep.Coordinator.Explaining")]
    [InlineData("Sweep.Coordinator.Forecasting")]
    [InlineData("Sweep.Coordinator.Verification")]
    [InlineData("Sweep.Experiments.Planning")]
    [InlineData("Sweep.Experiments.Spaces")]
    [InlineData("Sweep.GpuAgent.Deciding")]
    public void PureFolders_SeeNoCluster_NoDatabase_NoFiles_NoThreads(string folder) =>
        House.Holds(Types.InAssemblies([House.Coordinator, House.Experiments, House.GpuAgent])
            .That().ResideInNamespace(folder)
            .ShouldNot().HaveDependencyOnAny("Akka", "LiteDB", "System.IO", "Sweep.Files", "System.Net", "System.Threading.Tasks", "System.Random", "System.TimeProvider", "Serilog", "Microsoft.Extensions"));

    /// <summary>It journals and logs; what comes when is said to it from outside.</summary>
    [Fact]
    public void Coordinating_KnowsNoCluster_NoNetwork_NoThreads() =>
        House.Holds(Types.InAssembly(House.Coordinator)
            .That().ResideInNamespace("Sweep.Coordinator.Coordinating")
            .ShouldNot().HaveDependencyOnAny("Akka", "LiteDB", "System.Net", "System.Threading", "System.TimeProvider"));

    [Theory]
    [InlineData("Sweep.Coordinator.Scheduling")]
    [InlineData("Sweep.Coordinator.Coordinating")]
    [InlineData("Sweep.Coordinator.Explaining")]
    [InlineData("Sweep.Coordinator.Forecasting")]
    [InlineData("Sweep.Coordinator.Verification")]
    [InlineData("Sweep.Experiments.Planning")]
    [InlineData("Sweep.Experiments.Spaces")]
    [InlineData("Sweep.GpuAgent.Deciding")]
    public void PureFolders_ReadNoClock_AndDrawNoRandomness(string folder) =>
        Assert.Empty(Impurities.In(folder, House.Coordinator, House.Experiments, House.GpuAgent));
}

internal static class House
{
    public static readonly Assembly Files = Assembly.Load("Sweep.Files");
    public static readonly Assembly Experiments = Assembly.Load("Sweep.Experiments");
    public static readonly Assembly Protocol = Assembly.Load("Sweep.Protocol");
    public static readonly Assembly Coordinator = Assembly.Load("sweep");
    public static readonly Assembly GpuAgent = Assembly.Load("sweep-agent");
    public static readonly Assembly Reporting = Assembly.Load("Sweep.Reporting");

    public static void Holds(ConditionList rule)
    {
        var result = rule.GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
