using System.Text;
using System.Text.RegularExpressions;
using Sweep.Coordinator.Reporting.Expressions;
using Sweep.Coordinator.Reporting.Tables;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Tests.Reporting.Tables;

/// <summary>What <c>docs/queries.md</c> says is so.</summary>
public sealed partial class QueriesDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Root(), "docs", "queries.md"));

    private static readonly TrialRow[] Trials = [SomeTrials.Completed(epochs: 3), SomeTrials.Diverged(), SomeTrials.Pending(epochs: 2), SomeTrials.Failed("out of memory", seed: 4)];

    public static TheoryData<string> Commands => [.. Blocks("").SelectMany(block => block)];
    public static TheoryData<string> Errors => [.. Blocks("error").Select(lines => string.Join('\n', lines))];

    [Fact]
    public void TheDocument_HasExamples()
    {
        Assert.True(Commands.Count >= 15);
        Assert.True(Errors.Count >= 2);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void EveryExample_IsAnswered(string command) => Assert.NotEmpty(Query(command).Apply(Trials).Columns);

    [Theory]
    [MemberData(nameof(Errors))]
    public void EveryError_IsAsPrinted(string example)
    {
        var (command, expected) = (example.Split('\n', 2)[0], example.Split('\n', 2)[1]);
        Assert.Equal(expected, Assert.Throws<BadInputException>(() => Query(command)).Message);
    }

    [Fact]
    public void EveryName_IsListedUnderItsKind()
    {
        foreach (var (title, kind) in (ReadOnlySpan<(string, ValueKind)>)[("Text", ValueKind.Text), ("Integers", ValueKind.Integer), ("Numbers", ValueKind.Number)])
            Assert.Equal(TrialColumns.All.Where(c => c.Kind == kind).Select(c => c.Name).Order(), Words(title + ":").Order());
        Assert.Equal(TrialColumns.States, Words("States are"));
        Assert.All(Functions.Names, f => Assert.Contains($"`{f}(", Document, StringComparison.Ordinal));
        Assert.All(Aggregate.Names, a => Assert.Contains($"`{a}`", Document, StringComparison.Ordinal));
        Assert.All(TableFormats.Names, f => Assert.Contains($"`{f}`", Document, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Words(string lineStart) =>
        Quoted().Matches(Document.Split('\n').Single(l => l.StartsWith(lineStart, StringComparison.Ordinal))).Select(m => m.Groups[1].Value);

    private static IEnumerable<string[]> Blocks(string language) =>
        Fenced().Matches(Document).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value.TrimEnd('\n').Split('\n'));

    private static ResultsQuery Query(string command)
    {
        var words = ShellWords(command);
        Assert.Equal(["sweep", "results"], words.Take(2));
        var options = words.Skip(2).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        var query = ResultsQuery.Parse(
            options.GetValueOrDefault("--where"), options.GetValueOrDefault("--sort"), options.TryGetValue("--limit", out var limit) ? int.Parse(limit, null) : null,
            options.GetValueOrDefault("--columns"), options.GetValueOrDefault("--group-by"), options.GetValueOrDefault("--agg"));
        TableFormats.Parse(options.GetValueOrDefault("--format") ?? "table");
        Assert.Empty(options.Keys.Except(["--where", "--sort", "--limit", "--columns", "--group-by", "--agg", "--format"]));
        return query;
    }

    /// <summary>As a shell takes them: spaces part words, quotes of either kind hold them together.</summary>
    private static List<string> ShellWords(string line) =>
        [.. Word().Matches(line).Select(m => m.Value is ['\'' or '"', .., '\'' or '"'] quoted ? quoted[1..^1] : m.Value)];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sweep.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the repository.");
        return folder.FullName;
    }

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("^```(\\w*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
