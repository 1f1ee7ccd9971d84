using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>
/// A sweep whose luckiest trial belongs to another configuration than the best mean: whatever is asked for the winner names the same
/// configuration, and where one trial stands for it the same trial.
/// </summary>
public sealed class OneWinnerTests : IDisposable
{
    private readonly WrittenHome home = WrittenHome.TwoWinners();

    [Fact]
    public async Task TheSweep_HasALuckierTrialElsewhere()
    {
        var best = await Best();
        var single = best.GetProperty("single");
        Assert.NotEqual(best.GetProperty("trial").GetString(), single.GetProperty("trial").GetString());
        Assert.True(single.GetProperty("value").GetDouble() > best.GetProperty("value").GetDouble());
        Assert.NotEqual(Configuration(best.GetProperty("hyperparameters")), Configuration(single.GetProperty("hyperparameters")));
    }

    [Fact]
    public async Task Best_NamesItsBestSeed_AndTheConfigurationThatThisBelongsTo()
    {
        var best = await Best();
        var configuration = best.GetProperty("configuration");
        Assert.Equal(Configuration(configuration), Configuration(best.GetProperty("hyperparameters")));
        Assert.Contains(best.GetProperty("trial").GetString(), configuration.GetProperty("trials").EnumerateArray().Select(trial => trial.GetString()));
        using var means = JsonDocument.Parse(await Out("results", "--group-by", "lr,epochs", "--agg", "mean(valAccuracy),argmax(trial, valAccuracy)", "--sort", "-mean(valAccuracy)", "--limit", "1", "--format", "json"));
        var first = means.RootElement[0];
        Assert.Equal(Configuration(configuration), Configuration(first));
        Assert.Equal(configuration.GetProperty("mean").GetDouble(), first.GetProperty("mean(valAccuracy)").GetDouble(), 1e-12);
        Assert.Equal(best.GetProperty("trial").GetString(), first.GetProperty("argmax(trial, valAccuracy)").GetString());
        Assert.Contains($"{best.GetProperty("trial").GetString()} (seed", await Out("best"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_ShowsItsMean()
    {
        var best = await Best();
        using var status = JsonDocument.Parse(await Out("status", "--json"));
        var shown = status.RootElement.GetProperty("sweeps")[0].GetProperty("best");
        Same(best, shown);
        Assert.Equal(best.GetProperty("configuration").GetProperty("mean").GetDouble(), shown.GetProperty("mean").GetDouble(), 1e-12);
        Assert.Contains(FormattableString.Invariant($"{shown.GetProperty("mean").GetDouble():0.0000} lr {Rate(best)}"), await Out("status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_EndsWithIt() =>
        Assert.Contains(string.Join('\n', (await Out("best")).Split('\n').Take(2)), await Out("watch"), StringComparison.Ordinal);

    [Fact]
    public async Task ATrialNamedBest_IsItsBestSeed_AndThatIsSaid()
    {
        var trial = (await Best()).GetProperty("trial").GetString()!;
        var said = $"best is {trial}, the best of 3 seeds of the winner";
        foreach (var command in new string[][] { ["trial", "best"], ["compare", "best", trial], ["reproduce", "best"], ["export", "model", "best", "--out", home["x.dat"]], ["predict", "best", home["x.png"]] })
        {
            var ran = await Sweep(command);
            Assert.Contains(said, ran.Out, StringComparison.Ordinal);
        }
        Assert.Contains($"trial {trial} of mix", await Out("trial", "best"), StringComparison.Ordinal);
        Assert.Contains($"A {trial}", await Out("compare", "best", trial), StringComparison.Ordinal);
        Assert.Contains($"trial {trial} of mix", (await Sweep("reproduce", "best")).Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await OutOf(await Sweep("trial", "best", "--json")));
        Assert.Equal(trial, json.RootElement.GetProperty("trial").GetProperty("trial").GetString());
    }

    [Fact]
    public async Task TheReport_ShowsItAsTheTerminalDoes()
    {
        var best = await Best();
        await Out("report", "--out", home["x.html"]);
        var page = System.Net.WebUtility.HtmlDecode(await File.ReadAllTextAsync(home["x.html"]));
        var headline = page[page.IndexOf("<section id=\"winner\">", StringComparison.Ordinal)..page.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Contains($"Trial <code>{best.GetProperty("trial").GetString()}</code>, its best seed", headline, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{100 * best.GetProperty("configuration").GetProperty("mean").GetDouble():0.00} %"), headline, StringComparison.Ordinal);
        Assert.Contains(best.GetProperty("single").GetProperty("trial").GetString()!, headline, StringComparison.Ordinal);
        foreach (var sentence in best.GetProperty("edges").EnumerateArray().Concat(best.GetProperty("notes").EnumerateArray()))
            Assert.Contains($"<li>{sentence.GetString()}</li>", headline, StringComparison.Ordinal);
        Assert.Contains("<dt>95 % interval</dt>", headline, StringComparison.Ordinal);
        Assert.Contains("<table id=\"tied\">", headline, StringComparison.Ordinal);
        var bold = System.Text.RegularExpressions.Regex.Matches(page, "completed winner\"><td>\\d+</td><td class=\"id\" title=\"(\\w+)\"").Select(match => match.Groups[1].Value);
        Assert.Equal(best.GetProperty("configuration").GetProperty("trials").EnumerateArray().Select(trial => trial.GetString()).Order(), bold.Order());
    }

    [Fact]
    public async Task ThePicture_ShowsTheLossOfItsBestSeed()
    {
        var best = (await Best()).GetProperty("hyperparameters");
        await Out("plot", "curves", "--out", home["x.svg"]);
        Assert.Contains(
            $"{best.GetProperty("epochs").GetInt32()} epochs, seed {best.GetProperty("seed").GetInt64()}",
            System.Xml.Linq.XDocument.Load(home["x.svg"]).Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACoordinator_AnswersTheSame()
    {
        var best = await Best();
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        Same(best, await Best());
        using var http = Https.To(host, host.Token);
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri("api/best", UriKind.Relative)));
        Same(best, answer.RootElement);
    }

    [Fact]
    public async Task TheDatabase_KeepsItForSql()
    {
        var best = await Best();
        using var rows = JsonDocument.Parse(await Out("query", "SELECT best, bestMean, bestSeeds, bestSingle FROM sweeps", "--format", "json"));
        var row = rows.RootElement[0];
        Assert.Equal(best.GetProperty("trial").GetString(), row.GetProperty("best").GetString());
        Assert.Equal(best.GetProperty("single").GetProperty("trial").GetString(), row.GetProperty("bestSingle").GetString());
        Assert.Equal(3, row.GetProperty("bestSeeds").GetInt32());
        Assert.Equal(best.GetProperty("configuration").GetProperty("mean").GetDouble(), row.GetProperty("bestMean").GetDouble(), 1e-12);
    }

    public void Dispose() => home.Dispose();

    private static void Same(JsonElement expected, JsonElement actual)
    {
        foreach (var name in (string[])["trial", "value", "epoch", "metric"])
            Assert.Equal(expected.GetProperty(name).ToString(), actual.GetProperty(name).ToString());
        Assert.Equal(expected.GetProperty("single").GetProperty("trial").GetString(), actual.GetProperty("single").GetProperty("trial").GetString());
    }

    private static (double, int) Configuration(JsonElement named) => (named.GetProperty("lr").GetDouble(), named.GetProperty("epochs").GetInt32());

    private static string Rate(JsonElement best) => best.GetProperty("hyperparameters").GetProperty("lr").GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<JsonElement> Best() => JsonDocument.Parse(await Out("best", "--json")).RootElement;

    private async Task<string> Out(params string[] arguments) => await OutOf(await Sweep(arguments));

    private static Task<string> OutOf(Ran ran)
    {
        Assert.Equal(ExitCode.Done, ran.ExitCode);
        return Task.FromResult(ran.Out);
    }

    private Task<Ran> Sweep(params string[] arguments) => CommandLine.Sweep([.. arguments, "--home", home.Home.Folder]);
}
