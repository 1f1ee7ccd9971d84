using System.Text.Json;
using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>The product's own fault drill, small: everything that can be hurt is, and nothing may be lost or repeated.</summary>
public sealed class DrillTests
{
    [Fact]
    [ProcessesDoLittle]
    public async Task EveryKindOfFault_CostsTimeAndNothingElse()
    {
        using var place = new Workplace();
        using var report = JsonDocument.Parse(await place.SweepWell("drill", "--agents", "2", "--trials", "40", "--minutes", "0.3", "--lease-seconds", "2", "--seed", "1", "--json"));
        var drill = report.RootElement;
        Assert.Equal((40, 40, 0, 0), (Number(drill, "results", "trials"), Number(drill, "results", "results"), Number(drill, "results", "lost"), Number(drill, "results", "repeated")));
        Assert.Equal((40, 40), (Number(drill, "results", "acknowledged"), Number(drill, "results", "shown")));
        Assert.Empty(drill.GetProperty("findings").EnumerateArray());
        Assert.Superset(
            new HashSet<string?> { "kill", "freeze", "cut", "darken", "garble", "setclock", "isolate" },
            drill.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("act").GetString()).ToHashSet());
        Assert.NotEqual(0, Number(drill, "network", "doubled") + Number(drill, "network", "delayed"));
        Assert.Equal(JsonValueKind.Null, drill.GetProperty("folder").ValueKind);
    }

    /// <summary>A hundred of them: <c>sweep drill --kill coordinator --kills 100</c>.</summary>
    [Fact]
    public async Task CoordinatorKilledAtRandomMoments_OfTrialsAtFullSpeed_KeepsEverythingItAcknowledged()
    {
        using var place = new Workplace();
        using var report = JsonDocument.Parse(await place.SweepWell("drill", "--agents", "2", "--trials", "300", "--kill", "coordinator", "--kills", "4", "--seed", "3", "--program", Programs.Sweep, "--json"));
        var drill = report.RootElement;
        ApprovedShape.Is("drill", drill);
        Assert.Equal(4, drill.GetProperty("faults").GetArrayLength());
        Assert.InRange(Number(drill, "cost", "coordinatorStarts"), 5, 5);
        Assert.InRange(Number(drill, "results", "acknowledged"), 300, int.MaxValue);
        Assert.Equal((0, 0), (Number(drill, "results", "lost"), Number(drill, "results", "repeated")));
        Assert.Empty(drill.GetProperty("findings").EnumerateArray());
    }

    /// <summary>Each agent reaches the coordinator all the time, and no other agent for most of it.</summary>
    [Fact]
    [ProcessesDoLittle]
    public async Task AgentsCutOffFromEachOther_LoseNothingAndRepeatNothing()
    {
        using var place = new Workplace();
        using var report = JsonDocument.Parse(await place.SweepWell("drill", "--agents", "3", "--trials", "60", "--minutes", "0.4", "--kill", "peers", "--seed", "2", "--json"));
        var drill = report.RootElement;
        Assert.Equal((60, 0, 0), (Number(drill, "results", "results"), Number(drill, "results", "lost"), Number(drill, "results", "repeated")));
        Assert.Contains("isolate", drill.GetProperty("faults").EnumerateArray().Where(fault => fault.GetProperty("done").GetBoolean()).Select(fault => fault.GetProperty("act").GetString()));
        Assert.Empty(drill.GetProperty("findings").EnumerateArray());
    }

    /// <summary>Whose disk is full says so, and goes on when there is room; nobody's result is lost.</summary>
    [Fact]
    [ProcessesDoLittle]
    public async Task FullDisks_CostTimeAndNothingElse()
    {
        using var place = new Workplace();
        var (code, output, error) = await place.Sweep("drill", "--agents", "2", "--trials", "40", "--minutes", "0.4", "--kill", "disk", "--seed", "1", "--json");
        Assert.SkipWhen(code == 2 && error.StartsWith("Full disks:", StringComparison.Ordinal), error);
        Assert.True(code == 0, output + error);
        using var report = JsonDocument.Parse(output);
        var drill = report.RootElement;
        Assert.Equal((40, 0, 0), (Number(drill, "results", "results"), Number(drill, "results", "lost"), Number(drill, "results", "repeated")));
        var victims = drill.GetProperty("faults").EnumerateArray().Where(fault => fault.GetProperty("done").GetBoolean()).Select(fault => fault.GetProperty("victim").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "disk of the coordinator", "disk of agent-1" }, victims);
        Assert.Empty(drill.GetProperty("leftOut").EnumerateArray());
    }

    [Theory]
    [InlineData("--kill: 'coordinater' is nothing that can be hurt; write one or more of coordinator,agent,trainer,network,clock,peers,disk.", "--kill", "agent,coordinater")]
    [InlineData("--kill peers cuts agents off from each other, and --agents 1 has no two: give more agents.", "--kill", "peers", "--agents", "1")]
    [InlineData("--program: /nowhere/sweep.dll is not there; name the sweep.dll of a built version.", "--program", "/nowhere/sweep.dll")]
    [InlineData("--kills counts SIGKILLs, and network is no process: give --kill coordinator,agent,trainer, or one of these.", "--kill", "network", "--kills", "3")]
    [ProcessesDoLittle]
    public async Task AnOrderThatMakesNoSense_IsOneSentence(string sentence, params string[] arguments)
    {
        using var place = new Workplace();
        Assert.Equal((2, "", sentence + "\n"), await place.Sweep(["drill", .. arguments]));
    }

    private static int Number(JsonElement drill, string part, string name) => drill.GetProperty(part).GetProperty(name).GetInt32();
}
