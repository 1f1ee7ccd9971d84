using Sweep.Reporting.Querying;
using Sweep.Experiments.Expressions;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Tables;

namespace Sweep.Coordinator.Tests.Documents;

/// <summary>What <c>docs/queries.md</c> says is so: its commands are run on a home.</summary>
public sealed partial class QueriesDocumentTests(QueriesDocumentTests.Answering answering) : IClassFixture<QueriesDocumentTests.Answering>
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Root(), "docs", "queries.md"));

    public static TheoryData<string> Commands => [.. Blocks("").Concat(Blocks("sql")).SelectMany(block => block)];
    public static TheoryData<string> Errors => [.. Blocks("error").Concat(Blocks("sql-error")).Select(lines => string.Join('\n', lines))];

    [Fact]
    public void TheDocument_HasExamples()
    {
        Assert.True(Commands.Count >= 25);
        Assert.True(Errors.Count >= 4);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task EveryExample_IsAnswered(string command)
    {
        var ran = await answering.Run(command);
        Assert.Equal(ExitCode.Done, ran.ExitCode);
        // Some examples ask for what this home has none of: then that is all that is said beside the answer.
        Assert.True(ran.Error.Length == 0 || ran.Error.StartsWith("The answer is empty: ", StringComparison.Ordinal), ran.Error);
        Assert.NotEmpty(ran.Out);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task EveryError_IsAsPrinted(string example)
    {
        var (command, expected) = (example.Split('\n', 2)[0], example.Split('\n', 2)[1]);
        Assert.Equal(new Ran(ExitCode.BadInput, "", expected + "\n"), await answering.Run(command));
    }

    [Fact]
    public async Task EveryField_IsListedWithItsCollection()
    {
        string[] onlyAtTimes = ["cause", "checkpoint", "hold", "note"];
        foreach (var collection in Schema.Collections)
        {
            var listed = Words($"| `{collection}` |").Skip(1).ToList();
            using var rows = JsonDocument.Parse((await answering.Run($"sweep query 'SELECT $ FROM {collection}' --format json")).Out);
            var found = rows.RootElement.EnumerateArray().SelectMany(row => row.EnumerateObject()).Select(field => field.Name).Distinct();
            Assert.Equal(listed.Except(onlyAtTimes).Order(), found.Order());
        }
    }

    [Fact]
    public void EveryName_IsListedUnderItsKind()
    {
        foreach (var (title, kind) in (ReadOnlySpan<(string, ValueKind)>)[("Text", ValueKind.Text), ("Integers", ValueKind.Integer), ("Numbers", ValueKind.Number)])
            Assert.Equal(TrialColumns.BuiltIn.OfTrials.All.Where(c => c.Kind == kind).Select(c => c.Name).Order(), Words(title + ":").Order());
        Assert.Equal(TrialColumns.States, Words("States are"));
        Assert.All(Functions.Names, f => Assert.Contains($"`{f}(", Document, StringComparison.Ordinal));
        Assert.All(Aggregate.Names, a => Assert.Contains($"`{a}`", Document, StringComparison.Ordinal));
        Assert.All(TableFormats.Names, f => Assert.Contains($"`{f}`", Document, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Words(string lineStart) =>
        Quoted().Matches(Document.Split('\n').Single(l => l.StartsWith(lineStart, StringComparison.Ordinal))).Select(m => m.Groups[1].Value);

    private static IEnumerable<string[]> Blocks(string language) =>
        Fenced().Matches(Document).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value.TrimEnd('\n').Split('\n'));

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

    public sealed class Answering : IDisposable
    {
        private readonly WrittenHome home = WrittenHome.Complete();

        internal Task<Ran> Run(string command)
        {
            var words = ShellWords(command);
            Assert.Equal("sweep", words[0]);
            return CommandLine.Sweep([.. words.Skip(1), "--home", home.Home.Folder]);
        }

        public void Dispose() => home.Dispose();
    }

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("^```([\\w-]*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
