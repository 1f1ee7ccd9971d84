using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Cluster.Tests;

/// <summary>A home of an earlier version whose sweep was interrupted, in the hands of this version.</summary>
public sealed class OldHomeTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string Old => Path.Combine(AppContext.BaseDirectory, "Homes", "0.1.0-interrupted");

    [Fact]
    public async Task AnInterruptedSweep_IsResumedToTheNumbersThatItWouldHaveHad_UnderTheIdsAndKeysThatItHad()
    {
        using var place = new Workplace();
        CopyTo(place.Home);
        place.Write("sweep.yaml", await File.ReadAllTextAsync(Path.Combine(Old, "sweep.yaml")));
        var before = JournalFacts.Of(place.Home);

        await place.SweepWell("verify");
        await place.SweepWell("run", "sweep.yaml");

        var facts = JournalFacts.Of(place.Home);
        facts.AssertNothingLostAndNothingRepeated();
        Assert.InRange(before.Epochs, 1, facts.Epochs - 1);
        var trained = JsonNode.Parse(await place.SweepWell("results", "--all", "--sort", "trial", "--format", "json"))!.AsArray();
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Old, "results.json")),
            JsonSerializer.Serialize(trained.Select(row => WithoutPlace(row!.AsObject())), Indented) + "\n");
        await place.SweepWell("verify", "--complete");
    }

    /// <summary>Who trained it, and at which attempt, is another story each time.</summary>
    private static JsonObject WithoutPlace(JsonObject row)
    {
        row.Remove("agent");
        row.Remove("attempt");
        return row;
    }

    private static void CopyTo(string home)
    {
        foreach (var file in Directory.EnumerateFiles(Old, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(home, Path.GetRelativePath(Old, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
