using Sweep.Experiments.Expressions;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Storage.Sql;

/// <summary>LiteDB's SQL on a real home, whose higher rate diverged.</summary>
public sealed class SqlTests : IAsyncLifetime
{
    private readonly WrittenHome home = WrittenHome.Complete();
    private DatabaseCopy copy = null!;
    private ResultsFile file = null!;

    public async ValueTask InitializeAsync()
    {
        // The database is made from the journal by the first who opens the home to change it.
        await (await OpenHome.Open(home.Home, Logger.None)).DisposeAsync();
        copy = DatabaseCopy.OfFile(home.Home.ResultsDatabase)!;
        file = ResultsFile.OpenAsItIs(copy.File);
    }

    [Theory]
    [InlineData("INSERT INTO trials VALUES { a: 1 }")]
    [InlineData("insert into other values { a: 1 }")]
    [InlineData("UPDATE trials SET lr = 1")]
    [InlineData("DELETE trials")]
    [InlineData("DROP COLLECTION trials")]
    [InlineData("DROP INDEX trials.sweep")]
    [InlineData("CREATE INDEX lr ON trials (lr)")]
    [InlineData("RENAME COLLECTION trials TO gone")]
    [InlineData("SELECT $ INTO copy FROM trials")]
    [InlineData("SELECT $ INTO $file('written.csv') FROM trials")]
    [InlineData("SELECT $ FROM $file('/etc/hostname')")]
    [InlineData("SELECT $ FROM $query('DELETE trials')")]
    [InlineData("SELECT $ FROM $database")]
    [InlineData("SELECT lr FROM trials; DELETE trials")]
    [InlineData("CHECKPOINT")]
    [InlineData("REBUILD")]
    [InlineData("PRAGMA USER_VERSION = 7")]
    [InlineData("BEGIN")]
    [InlineData("COMMIT")]
    [InlineData("ROLLBACK")]
    [InlineData("VACUUM")]
    [InlineData("")]
    public async Task WhatIsNoQuestion_IsRefused_AndChangesNothing(string sql)
    {
        var before = await Contents();

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => Select(sql));

        Assert.DoesNotContain('\n', refusal.Message.Split("\n  ")[0]);
        Assert.Equal(before, await Contents());
    }

    [Fact]
    public async Task Parameters_KeepTheirKind_AndNeverBecomePartOfTheStatement()
    {
        Assert.Equal(["0.001"], Rows(await Select("SELECT lr FROM trials WHERE lr < @0 AND state = @1 AND epochs = @2", "0.01", "completed", "3")));
        Assert.Equal(["3"], Rows(await Select("SELECT COUNT(*) AS n FROM trials WHERE lr = @rate", "rate=0.001")));
        Assert.Equal(["0"], Rows(await Select("SELECT COUNT(*) AS n FROM trials WHERE state = @0", "completed' OR 1 = 1 OR state = 'x")));
        Assert.Equal(["6"], Rows(await Select("SELECT COUNT(*) AS n FROM trials WHERE inGrid = @0", "true")));
        Assert.Equal(["0"], Rows(await Select("SELECT COUNT(*) AS n FROM trials WHERE epochs = @0", "'3'")));
    }

    /// <summary>One identity in a thousand has digits only, and some read as a power of ten.</summary>
    [Theory]
    [InlineData("WHERE _id = @0", "1234567890123456", true)]
    [InlineData("WHERE @0 = $._id", "1234567890123456", true)]
    [InlineData("WHERE _id IN [@0, @1]", "1234567890123456", true)]
    [InlineData("WHERE _id BETWEEN @0 AND @1", "1234567890123456", true)]
    [InlineData("WHERE lr > 0 AND run = @0", "12345678901234e1", true)]
    [InlineData("WHERE sweep LIKE @0", "2026", true)]
    [InlineData("WHERE seed = @0", "1234567890123456", false)]
    [InlineData("WHERE state = 'it is _id =' AND seed = @0", "12", false)]
    public void NumberComparedWithAName_IsText(string where, string value, bool isText)
    {
        var read = SqlParameters.Read($"SELECT lr FROM trials {where}", [value, value]);

        Assert.Equal(isText, read["0"].IsString);
    }

    [Fact]
    public async Task TrialOfDigitsOnly_IsFoundByItsIdentity()
    {
        var row = file.Trials.All("grid")[0] with { Trial = new("1234567890123456") };
        using var folder = new TemporaryFolder();
        await using var database = await ResultsDatabase.Open(folder["results.db"], 0, Logger.None);
        await database.Ask(opened => opened.GetCollection(Schema.Trials).Upsert(TrialDocument.Of(row, 0)));

        var found = await database.Ask(opened => SqlAnswer.Of(opened, new("SELECT lr FROM trials WHERE _id = @0", ["1234567890123456"])));

        Assert.Single(found.Rows);
    }

    [Fact]
    public async Task APlaceWithoutAValue_IsRefused_UnlessItIsInText()
    {
        Assert.Contains("has @1 and there is no value for it", (await Assert.ThrowsAsync<BadInputException>(() => Select("SELECT lr FROM trials WHERE lr < @0 AND epochs > @1", "1"))).Message, StringComparison.Ordinal);
        Assert.Equal(["0"], Rows(await Select("SELECT COUNT(*) AS n FROM trials WHERE sweep = 'a@1'")));
    }

    [Fact]
    public async Task ValuesThatAreNotFinite_AreNull_WhichLiteDBPutsBeforeEveryNumber()
    {
        Assert.Equal(["2"], Rows(await Select("SELECT COUNT(*) AS n FROM trials WHERE notFinite.valLoss = 'NaN'")));
        Assert.Equal(["2"], Rows(await Select("SELECT COUNT(*) AS n FROM trials WHERE state = 'diverged' AND valLoss < 1000")));
        Assert.Equal(["0"], Rows(await Select("SELECT COUNT(*) AS n FROM trials WHERE state = 'diverged' AND valLoss < 1000 AND valLoss != null")));
        Assert.Equal(["0.001"], Rows(await Select("SELECT lr FROM trials WHERE valLoss != null ORDER BY valLoss LIMIT 1")));
    }

    [Fact]
    public async Task ADivisionByZero_IsASentence() => Assert.Contains(
        "write the whole number with a point",
        (await Assert.ThrowsAsync<BadInputException>(() => Select("SELECT lr FROM trials WHERE lr / 0.0 < 1"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Answers_HaveAColumnForEveryField_WithItsKind()
    {
        var table = await Select("SELECT _id, lr, epochs, inGrid, notFinite FROM trials ORDER BY epochs");

        Assert.Equal(
            [("_id", ValueKind.Text), ("lr", ValueKind.Number), ("epochs", ValueKind.Integer), ("inGrid", ValueKind.Json), ("notFinite", ValueKind.Json)],
            table.Columns.Select(column => (column.Name, column.Kind)));
        Assert.Contains(table.Rows, row => row[4] == Value.Json("""{"trainLoss":"NaN","valLoss":"NaN"}"""));
        Assert.All(table.Rows, row => Assert.Equal(Value.Json("true"), row[3]));
    }

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        copy.Dispose();
        home.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<ResultTable> Select(string sql, params string[] parameters) => Task.Run(() => SqlAnswer.Of(file, new(sql, [.. parameters])));

    private static string[] Rows(ResultTable table) => [.. table.Rows.Select(row => string.Join(' ', row))];

    private async Task<string> Contents()
    {
        var all = new List<string>(Directory.EnumerateFiles(Environment.CurrentDirectory));
        foreach (var collection in Schema.Collections)
            all.Add(JsonRows.Write(await Select($"SELECT $ FROM {collection}")));
        all.AddRange(Rows(await Select("SELECT USER_VERSION FROM trials")));
        return string.Join('\n', all);
    }
}
