using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>Questions over trials and in SQL: the same answers from the folder and over HTTP.</summary>
public sealed class QuestionTests : IDisposable
{
    private readonly WrittenHome home = WrittenHome.Complete();

    private static readonly TrialQuestion[] Trials =
    [
        new("grid"),
        new("grid") { Where = "state = completed and lr < 0.01", Sort = "-valAccuracy", Limit = 2, Columns = "trial, lr, valLoss - trainLoss" },
        new(null) { All = true, Removed = true, Sort = "valLoss" },
        new(null) { GroupBy = "lr", Aggregates = "mean(valLoss), std(valAccuracy), max(epochs), count()" },
        new(null) { Brief = true },
    ];

    private static readonly string[] Statements =
        ["SELECT $ FROM trials ORDER BY _id", "SELECT $ FROM runs", "SELECT epoch, valLoss, notFinite, checkpoint FROM epochs ORDER BY _id", "SELECT lr FROM trials WHERE lr > 9"];

    [Fact]
    public async Task Answers_AreTheSame_FromTheFolderAndOverHttp()
    {
        string folder;
        await using (var queries = await HomeQueries.Open(home.Home, Logger.None))
            folder = await Answers(queries);
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        using var http = Https.Coordinator(host);

        Assert.Equal(folder, await Answers(host.Coordinator));
        Assert.Equal(folder, await Answers(http));
        Assert.Contains("NaN", folder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeRead_IsTheSameSentenceOverHttp()
    {
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        using var http = Https.Coordinator(host);

        foreach (var coordinator in new[] { host.Coordinator, http })
        {
            Assert.StartsWith("--where: there is no column 'epoch'; did you mean 'epochs'? (at character 1).", (await Assert.ThrowsAsync<BadInputException>(
                () => coordinator.Ask(new(null) { Where = "epoch > 1" }, CancellationToken.None))).Message, StringComparison.Ordinal);
            Assert.StartsWith("DELETE is refused", (await Assert.ThrowsAsync<BadInputException>(
                () => coordinator.Select(new("DELETE trials", []), CancellationToken.None))).Message, StringComparison.Ordinal);
            Assert.StartsWith("There is no sweep 'gird'", (await Assert.ThrowsAsync<BadInputException>(
                () => coordinator.Ask(new("gird"), CancellationToken.None))).Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => home.Dispose();

    /// <summary>Tables as the wire has them, which says columns, kinds and every digit.</summary>
    private static async Task<string> Answers(IQueries queries)
    {
        var answers = new List<ResultTable>();
        foreach (var question in Trials)
            answers.Add(await queries.Ask(question, CancellationToken.None));
        foreach (var statement in Statements)
            answers.Add(await queries.Select(new(statement, []), CancellationToken.None));
        return string.Join('\n', answers.Select(answer => JsonSerializer.Serialize(answer, StrictJson.Options)));
    }
}
