namespace Sweep.Cluster.Tests;

/// <summary>However a drill is ended, its processes and its folder go with it.</summary>
public sealed class EndedDrillTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    public async Task ADrillThatIsToldToEnd_LeavesNoFolder(int signal)
    {
        using var place = new Workplace();
        var temporary = Directory.CreateDirectory(Path.Combine(place.Folder, "tmp")).FullName;
        using var drill = Launched.Start(
            Programs.Sweep, place.Folder, new Dictionary<string, string> { ["TMPDIR"] = temporary }, "drill", "--agents", "1", "--trials", "100", "--kill", "coordinator");
        await drill.Until(() => drill.Output.Contains("submitted", StringComparison.Ordinal), "the submission");
        Assert.NotEmpty(Directory.GetDirectories(temporary, "sweep-drill-*"));

        Launched.Signal(drill.Id, signal);

        Assert.Equal(130, await drill.Ended());
        Assert.Empty(Directory.GetDirectories(temporary, "sweep-drill-*"));
    }

    /// <summary>Seed 20 freezes an agent within two seconds.</summary>
    [Fact]
    public async Task AKilledDrill_LeavesNoProcessBehind_FrozenOnesIncluded()
    {
        using var place = new Workplace();
        // The next drill that looks there removes the folder of a killed one; here none follows.
        var temporary = Directory.CreateDirectory(Path.Combine(place.Folder, "tmp")).FullName;
        using var drill = Launched.Start(
            Programs.Sweep, place.Folder, new Dictionary<string, string> { ["TMPDIR"] = temporary },
            "drill", "--agents", "2", "--trials", "100", "--minutes", "2", "--kill", "agent,trainer", "--lease-seconds", "20", "--seed", "20");
        await drill.Until(() => drill.Output.Contains("frozen", StringComparison.Ordinal), "the first freeze");
        var processes = drill.Descendants("sweep");

        drill.KillHard();

        await drill.Ended();
        Assert.NotEmpty(processes);
        await Launched.Gone(processes);
    }

    [Fact]
    public async Task CtrlC_EndsADrill_WithAllItsProcesses()
    {
        using var place = new Workplace();
        using var drill = place.Launch("drill", "--agents", "2", "--trials", "100", "--minutes", "2", "--kill", "coordinator");
        await drill.Until(() => drill.Output.Contains("submitted", StringComparison.Ordinal), "the submission");
        var processes = drill.Descendants("sweep");

        drill.Interrupt();

        Assert.Equal(130, await drill.Ended());
        Assert.NotEmpty(processes);
        await Launched.Gone(processes);
    }
}
