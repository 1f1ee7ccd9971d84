using System.Text.Json;

namespace Sweep.Cluster.Tests;

/// <summary>The facts in the journal of a home, read as they are on disk while the coordinator goes on writing.</summary>
internal sealed class JournalFacts(IReadOnlyList<JsonElement> facts)
{
    public static JournalFacts Of(string home)
    {
        var folder = Path.Combine(home, "journal");
        return new(!Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).SelectMany(Facts)]);
    }

    /// <summary>How long the journal of a home is by now, in bytes: while it stays the same there is nothing new to read.</summary>
    public static long Length(string home)
    {
        var folder = new DirectoryInfo(Path.Combine(home, "journal"));
        return folder.Exists ? folder.GetFiles().Sum(file => file.Length) : 0;
    }

    public IReadOnlyList<JsonElement> All => facts;

    public IReadOnlyList<JsonElement> Kind(string kind) => [.. facts.Where(fact => Text(fact, "kind") == kind)];

    public int Epochs => Kind("epoch-recorded").Count;
    public IReadOnlyList<JsonElement> Grants => Kind("lease-granted");

    public IReadOnlyList<JsonElement> GrantsTo(string agent) => [.. Grants.Where(grant => Text(grant, "agent") == agent)];

    /// <summary>Leases granted to <paramref name="agent"/> that have not ended.</summary>
    public IReadOnlyList<long> HeldBy(string agent)
    {
        var ended = Kind("lease-ended").Select(Lease).ToHashSet();
        return [.. GrantsTo(agent).Select(Lease).Where(lease => !ended.Contains(lease))];
    }

    public int EpochsUnder(long lease) => Kind("epoch-recorded").Count(fact => Lease(fact) == lease);

    public IReadOnlyList<JsonElement> Ends(string outcome) => [.. Kind("lease-ended").Where(end => Text(end, "outcome") == outcome)];

    /// <summary>The detail of every lease that ended so.</summary>
    public IReadOnlyList<string> Details(string outcome) => [.. Ends(outcome).Select(end => Text(end, "detail"))];

    /// <summary>Every epoch of every run is there once, in order, and no run was given out while somebody held it.</summary>
    public void AssertNothingLostAndNothingRepeated()
    {
        foreach (var run in Kind("epoch-recorded").GroupBy(fact => Text(fact, "run")))
            Assert.Equal(Enumerable.Range(1, run.Count()), run.Select(fact => fact.GetProperty("metrics").GetProperty("epoch").GetInt32()));
        var held = new Dictionary<string, long>();
        foreach (var fact in facts)
        {
            if (Text(fact, "kind") == "lease-granted")
                Assert.True(held.TryAdd(Text(fact, "run"), Lease(fact)), $"run {Text(fact, "run")} was granted under lease {Lease(fact)} while lease {held.GetValueOrDefault(Text(fact, "run"))} was active");
            else if (Text(fact, "kind") == "lease-ended")
                held.Remove(Text(fact, "run"));
        }
    }

    public static long Lease(JsonElement fact) => fact.GetProperty("lease").GetInt64();

    public static string Text(JsonElement fact, string name) => fact.GetProperty(name).GetString()!;

    public static int Number(JsonElement fact, string name) => fact.GetProperty(name).GetInt32();

    /// <summary>A line is a sequence number, a checksum and the fact; the last may be half-written.</summary>
    private static IEnumerable<JsonElement> Facts(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
        {
            if (line.IndexOf('{', StringComparison.Ordinal) is > 0 and var start && line.EndsWith('}') && Parsed(line[start..]) is { } fact)
                yield return fact;
        }
    }

    private static JsonElement? Parsed(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
