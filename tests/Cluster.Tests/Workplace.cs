using System.Text.Json;
using System.Text.RegularExpressions;
using Sweep.Files;

namespace Sweep.Cluster.Tests;

/// <summary>A temporary folder with a home in it, in which the real programs are run.</summary>
internal sealed class Workplace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sweep-test-").FullName;

    public string Home => Path.Combine(Folder, ".sweep");

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public Launched Launch(params string[] arguments) => Launched.Start(Programs.Sweep, Folder, null, arguments);

    public async Task<(int Code, string Output, string Error)> Sweep(params string[] arguments)
    {
        using var launched = Launch(arguments);
        var code = await launched.Ended();
        return (code, launched.Output, launched.Error);
    }

    /// <summary>Runs a command that must end well and returns its stdout.</summary>
    public async Task<string> SweepWell(params string[] arguments)
    {
        var (code, output, error) = await Sweep(arguments);
        Assert.True(code == 0, $"sweep {string.Join(' ', arguments)} ended with {code}\n{output}\n{error}");
        return output;
    }

    /// <summary>The metrics of every trial with all their bits; what depends on the clock or on who trained is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Metrics()
    {
        using var rows = JsonDocument.Parse(await SweepWell("results", "--format", "json"));
        return rows.RootElement.EnumerateArray().ToDictionary(
            row => $"{row.GetProperty("lr")} {row.GetProperty("epochs")} {row.GetProperty("seed")}",
            row => string.Join(' ', new[] { "state", "trainLoss", "valLoss", "valAccuracy", "bestEpoch", "bestEpochValAccuracy" }.Select(p => row.GetProperty(p).GetRawText())));
    }

    /// <summary>The ids of a sweep's trials.</summary>
    public async Task<IReadOnlyList<string>> Trials(string sweep)
    {
        using var rows = JsonDocument.Parse(await SweepWell("results", sweep, "--format", "json"));
        return [.. rows.RootElement.EnumerateArray().Select(row => row.GetProperty("trial").GetString()!)];
    }

    /// <summary>How many epochs the journal has recorded.</summary>
    public int EpochsRecorded() => JournalLines("epoch-recorded");

    /// <summary>How many lines of the journal have <paramref name="word"/> as a value.</summary>
    public int JournalLines(string word) => !Directory.Exists(Path.Combine(Home, "journal"))
        ? 0
        : Directory.GetFiles(Path.Combine(Home, "journal")).Sum(f => Lines(f).Count(l => l.Contains($"\"{word}\"", StringComparison.Ordinal)));

    /// <summary>The lines of the journal in which a pattern is found.</summary>
    public IReadOnlyList<string> JournalWith(string pattern) =>
        [.. Directory.GetFiles(Path.Combine(Home, "journal")).SelectMany(Lines).Where(line => Regex.IsMatch(line, pattern))];

    /// <summary>With the code of programs, which an agent that was killed leaves read-only.</summary>
    public void Dispose() => FolderArchive.Delete(Folder);

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
