using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Storage.Sql;

/// <summary>Statements that would take the program with them, were they answered inside of it.</summary>
public sealed class SqlBoundsTests : IAsyncLifetime
{
    private readonly WrittenHome home = WrittenHome.Complete();
    private HomeQueries queries = null!;

    public async ValueTask InitializeAsync() => queries = await HomeQueries.Open(home.Home, Logger.None);

    public static TheoryData<string> Deep => [.. new[] { ("(", ")"), ("[", "]"), ("{a:", "}"), ("IIF(true,", ",1)"), ("ABS([", "])"), ("(-", ")"), ("{a:[(", ")]}") }
        .Select(bracket => $"SELECT {string.Concat(Enumerable.Repeat(bracket.Item1, 101))}1{string.Concat(Enumerable.Repeat(bracket.Item2, 101))} FROM trials")];

    [Theory]
    [MemberData(nameof(Deep))]
    public void BracketsTooDeep_AreRefused_BeforeTheStatementIsRead(string sql) =>
        Assert.Contains("brackets within each other", Assert.Throws<BadInputException>(() => SqlText.Check(new(sql, []))).Message, StringComparison.Ordinal);

    [Fact]
    public void BracketsInText_AndBesideEachOther_AreNotDeep()
    {
        SqlText.Check(new($"SELECT '{new string('(', 500)}', \"{new string('[', 500)}\" FROM trials", []));
        SqlText.Check(new(string.Concat(Enumerable.Repeat("(1)", 500)), []));
    }

    [Fact]
    public void LongStatements_AndLongOrManyValues_AreRefused()
    {
        Assert.Contains("may have 4,000", Refusal(new string(' ', 4001)), StringComparison.Ordinal);
        Assert.Contains("may have 4,000", Refusal("SELECT @0", new string('a', 4001)), StringComparison.Ordinal);
        Assert.Contains("may have 100", Refusal("SELECT @0", [.. Enumerable.Repeat("1", 101)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT '@a \\' @b' FROM trials")]
    [InlineData("SELECT \"@a \\\" @b\" FROM trials")]
    [InlineData("SELECT 'never closed @a")]
    [InlineData("SELECT 'ends in a backslash @a \\")]
    [InlineData("SELECT @key FROM trials GROUP BY lr")]
    public void PlacesInText_NeedNoValue(string sql) => SqlText.Check(new(sql, []));

    [Theory]
    [InlineData("1+")]
    [InlineData("1 AND ")]
    [InlineData("1=")]
    [InlineData("1 between 1 and ")]
    [InlineData("1 Like ")]
    [InlineData("-")]
    [InlineData("!")]
    [InlineData("NOT ")]
    public void ChainsOfOperators_AreRefused_BeforeTheStatementIsRead(string link)
    {
        var chain = string.Concat(Enumerable.Repeat(link, 201));
        Assert.Contains("combines more than 200 values", Refusal($"SELECT {chain}1 AS n FROM trials"), StringComparison.Ordinal);
        SqlText.Check(new($"SELECT '{chain}', notes_and_band FROM trials", []));
    }

    [Fact]
    public async Task TheLongestChain_IsAnswered() =>
        Assert.Equal("200", (await Select($"SELECT {string.Join('+', Enumerable.Repeat("1", 200))} AS n FROM trials LIMIT 1")).Rows.Single().Single().ToString());

    [Theory]
    [InlineData("$.")]
    [InlineData("a.")]
    public async Task ChainsOfPaths_EndInAnAnswerOrARefusal(string link)
    {
        await Ended($"SELECT {string.Concat(Enumerable.Repeat(link, 3900 / link.Length))}a AS n FROM trials");
        await IsAnswered();
    }

    [Fact]
    public async Task APatternThatTakesForEver_IsGivenUp()
    {
        Assert.Contains("IS_MATCH", await Refused("SELECT IS_MATCH('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$') AS n FROM trials"), StringComparison.Ordinal);
        await IsAnswered();
    }

    [Theory]
    [InlineData("SELECT LPAD('a', 50000000, 'x') AS n FROM epochs")]
    [InlineData("SELECT LPAD('a', 2000000000, 'x') AS n FROM epochs")]
    public async Task TextThatGrowsTooLarge_IsRefused(string sql)
    {
        var refusal = await Refused(sql);
        Assert.True(refusal == SqlProcess.TooMuchMemory || refusal.StartsWith("The answer is larger than 64 MB", StringComparison.Ordinal), refusal);
        await IsAnswered();
    }

    [Fact]
    public async Task AQuestionThatComputesForLong_IsGivenUp_WhileOthersAreAnswered()
    {
        // Questions leave the folder as it is: the database is made by whoever opens the home to change it.
        await (await OpenHome.Open(home.Home, Logger.None)).DisposeAsync();
        using var copy = DatabaseCopy.OfFile(home.Home.ResultsDatabase)!;
        var slow = string.Join(" OR ", Enumerable.Repeat("IS_MATCH('aaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$')", 70));
        var endless = SqlProcess.Answer(copy.File, new($"SELECT {slow} AS n FROM epochs", []), TimeSpan.FromSeconds(1), CancellationToken.None);

        await IsAnswered();

        Assert.Contains("more than 1 second of processor time", (await Assert.ThrowsAsync<BadInputException>(() => endless)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACallerWhoLeaves_LeavesNoProcessBehind()
    {
        using var leaving = new CancellationTokenSource();
        var asked = queries.Select(new("SELECT $ FROM trials", []), leaving.Token);
        await leaving.CancelAsync();
        await Record.ExceptionAsync(() => asked);
        await IsAnswered();
    }

    public async ValueTask DisposeAsync()
    {
        await queries.DisposeAsync();
        home.Dispose();
    }

    private static string Refusal(string sql, params string[] parameters) => Assert.Throws<BadInputException>(() => SqlText.Check(new(sql, [.. parameters]))).Message;

    private Task<ResultTable> Select(string sql) => queries.Select(new(sql, []), CancellationToken.None);

    private async Task<string> Refused(string sql) => (await Assert.ThrowsAsync<BadInputException>(() => Select(sql))).Message;

    private async Task Ended(string sql)
    {
        var problem = await Record.ExceptionAsync(() => Select(sql));
        Assert.True(problem is null or BadInputException, problem?.ToString());
    }

    private async Task IsAnswered() => Assert.Equal("6", (await Select("SELECT COUNT(*) AS n FROM trials")).Rows.Single().Single().ToString());
}
