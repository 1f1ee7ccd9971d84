using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Coordinator.Tests.Dashboard;

/// <summary>What a page reads at once, from a real coordinator.</summary>
public sealed class TableAndCurvesTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly WrittenHome home = WrittenHome.Complete();
    private CoordinatorHost host = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        host = await CoordinatorHost.Start(new(home.Home) { HttpPort = 0 }, Logger.None, None);
        client = Https.To(host, host.Token);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
        home.Dispose();
    }

    [Fact]
    public async Task TheTable_HasEveryTrial_WithEveryColumnThatAQuestionMayName()
    {
        var table = await client.GetFromJsonAsync<JsonElement>("api/table?sweep=grid", None);
        var asked = await (await client.PostAsJsonAsync(
            "api/ask", new { sweep = "grid", columns = string.Join(", ", Heard.Names(table)) }, None)).Content.ReadFromJsonAsync<JsonElement>(None);

        Assert.Equal(asked.GetProperty("columns").ToString(), table.GetProperty("columns").ToString());
        Assert.Equal(
            asked.GetProperty("rows").EnumerateArray().Select(row => row.ToString()).Order(),
            table.GetProperty("rows").EnumerateArray().Select(row => row.ToString()).Order());
        Assert.Equal(6, table.GetProperty("rows").GetArrayLength());
        Assert.Superset(new HashSet<string> { "sweep", "inGrid", "cause", "started", "finished", "host" }, Heard.Names(table).ToHashSet());
        Assert.True(table.GetProperty("sequence").GetInt64() > 0);
    }

    [Fact]
    public async Task TheTable_SaysWhichColumnsAreParametersAndWhichMetrics_AndWhatItIsRankedBy()
    {
        var table = await client.GetFromJsonAsync<JsonElement>("api/table?sweep=grid", None);

        Assert.Equal("""["lr","epochs","weightDecay","batchSize","seed"]""", table.GetProperty("parameters").ToString());
        Assert.Equal("""["trainLoss","valLoss","valAccuracy"]""", table.GetProperty("metrics").ToString());
        Assert.Equal("""{"metric":"valAccuracy","maximize":true}""", table.GetProperty("objective").ToString());
    }

    [Fact]
    public async Task TheWinner_IsTheDocumentOfTheCommandLine_BeforeAndAfterTheGridChanged()
    {
        Assert.Equal(await Best(), await client.GetStringAsync("api/winner?sweep=grid", None));

        await host.Coordinator.Submit(Sweep.Experiments.Sweeps.SweepFile.Parse(
            WrittenHome.SweepFileText.Replace("[1, 2, 3]", "[1]", StringComparison.Ordinal), "grid.yaml"), "", None);

        Assert.Equal(await Best(), await client.GetStringAsync("api/winner", None));
        Assert.Contains("\"total\":2", await client.GetStringAsync("api/winner", None), StringComparison.Ordinal);
    }

    /// <summary>What <c>sweep best --json</c> prints, but on one line.</summary>
    private async Task<string> Best() => JsonSerializer.Serialize(
        BestDocument.Of(Leaderboards.Best(await host.Coordinator.Ranking("grid", None))), StrictJson.Options);

    [Fact]
    public async Task TheTable_HasWhatLeftTheGridToo()
    {
        await host.Coordinator.Submit(Sweep.Experiments.Sweeps.SweepFile.Parse(
            WrittenHome.SweepFileText.Replace("[1, 2, 3]", "[3]", StringComparison.Ordinal), "grid.yaml"), "", None);

        var table = await client.GetFromJsonAsync<JsonElement>("api/table", None);

        Assert.Equal(["yes", "yes", "no", "no", "no", "no"], Heard.Column(table, "inGrid"));
    }

    [Theory]
    [InlineData("best=2&fold=no", "2", "3")]
    [InlineData("best=2", "2", "3")]
    [InlineData("best=4", "1", "2", "3", "1")]
    public async Task OfALargeTable_TheBestCome_WithWhatIsTrueOfAll(string asked, params string[] epochs)
    {
        await host.Coordinator.Submit(Large(), "", None);

        var table = await client.GetFromJsonAsync<JsonElement>($"api/table?sweep=grid&{asked}", None);

        Assert.Equal(epochs, Heard.Column(table, "epochs"));
        Assert.Equal(1206, table.GetProperty("trials").GetInt32());
        var differing = table.GetProperty("differing").EnumerateArray().Select(name => name.GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "trial", "state", "lr", "epochs", "valAccuracy" }, differing);
        Assert.DoesNotContain("weightDecay", differing);
        Assert.DoesNotContain("sweep", differing);
        var whole = await client.GetFromJsonAsync<JsonElement>("api/table?sweep=grid", None);
        Assert.Equal(1206, whole.GetProperty("rows").GetArrayLength());
        Assert.False(whole.TryGetProperty("differing", out _));
        Assert.Equal(whole.GetProperty("columns").ToString(), table.GetProperty("columns").ToString());
        Assert.Subset(Lines(whole), Lines(table));

        static HashSet<string> Lines(JsonElement table) => [.. table.GetProperty("rows").EnumerateArray().Select(row => row.ToString())];
    }

    [Fact]
    public async Task OfATableThatIsSmall_OrHasNoneThatIsBest_AllCome()
    {
        var small = await client.GetFromJsonAsync<JsonElement>("api/table?sweep=grid&best=1", None);
        await host.Coordinator.Submit(Large("large"), "", None);
        var untrained = await client.GetFromJsonAsync<JsonElement>("api/table?sweep=large&best=1", None);

        Assert.Equal((6, 1206), (small.GetProperty("rows").GetArrayLength(), untrained.GetProperty("rows").GetArrayLength()));
        Assert.False(small.TryGetProperty("trials", out _) || untrained.TryGetProperty("trials", out _));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("all")]
    [InlineData("")]
    public async Task AnythingButANumberOfLines_IsRefusedInASentence(string best)
    {
        using var refused = await client.GetAsync($"api/table?sweep=grid&best={best}", None);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(
            $"how many lines of the leaderboard are wanted, 1 or more, not '{best}'",
            JsonElement.Parse(await refused.Content.ReadAsByteArrayAsync(None)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The grid, with four hundred learning rates more.</summary>
    private static Sweep.Experiments.Sweeps.SweepSpec Large(string name = "grid") => Sweep.Experiments.Sweeps.SweepFile.Parse(
        WrittenHome.SweepFileText.Replace("name: grid", $"name: {name}", StringComparison.Ordinal)
            .Replace("0.01]", $"0.01, {string.Join(", ", Enumerable.Range(1, 400).Select(rate => $"{rate}"))}]", StringComparison.Ordinal),
        "grid.yaml");

    [Fact]
    public async Task TheCurves_AreNumbersThatAreDrawnAsTheyAre()
    {
        var bytes = await client.GetByteArrayAsync("api/curves?sweep=grid", None);

        var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        Assert.Equal(0, length % 4);
        var header = JsonElement.Parse(bytes.AsSpan(4, length));
        var numbers = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(4 + length)).ToArray();
        Assert.Equal("""["trainLoss","valLoss","valAccuracy"]""", header.GetProperty("metrics").ToString());
        Assert.Equal([3, 2], header.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("epochs").GetInt32()));
        Assert.Equal(
            [2, 1, 2f / 3, 2.5f, float.NaN, 2.25f, 1.125f, 0.75f, 2.625f, float.NaN, 0.25f, 0.5f, 0.75f, 0.125f, 0.1f],
            numbers);
        Assert.True(header.GetProperty("sequence").GetInt64() > 0);
        var table = await client.GetFromJsonAsync<JsonElement>("api/table?sweep=grid", None);
        Assert.Equal(
            Heard.Column(table, "run").Distinct(),
            header.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run").GetString()));
    }

    [Theory]
    [InlineData("table")]
    [InlineData("curves")]
    [InlineData("winner")]
    public async Task ASweepThatIsNotThere_IsToldInASentence(string what)
    {
        using var refused = await client.GetAsync($"api/{what}?sweep=gird", None);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("There is no sweep 'gird'", await refused.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFile_IsReadAsTheCommandLineReadsIt_AndCanBePreviewedAndSubmitted()
    {
        const string source = "name: second\ndataset: { name: shapes10, train: 4 }\nmodel: simulated\nspace: { lr: [0.1, 0.1], epochs: 2 }\n";

        var read = await Read(source);
        var spec = read.GetProperty("spec");
        var preview = await (await client.PostAsJsonAsync("api/preview", new { spec }, None)).Content.ReadFromJsonAsync<JsonElement>(None);
        using var submitted = await client.PostAsJsonAsync("api/sweeps", new { spec, source, confirm = false }, None);

        Assert.Equal(
            ["1 trial equal to others was merged.", "batchSize 8 is larger than the training set of 4 images: every step takes all of them."],
            read.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
        Assert.Equal(1, preview.GetProperty("newTrials").GetInt32());
        Assert.Equal(HttpStatusCode.OK, submitted.StatusCode);
        Assert.Equal(["0.1"], Heard.Column(await client.GetFromJsonAsync<JsonElement>("api/table?sweep=second", None), "lr"));
    }

    [Fact]
    public async Task AFileThatCannotBeRead_OrNeedsItsFolder_IsToldInASentence()
    {
        Assert.Contains("The file, line 2", await Refusal("name: a\nspase: {}\n"), StringComparison.Ordinal);
        const string program = "name: p\nobjective: { maximize: f1 }\nexperiment: { command: [./train] }\nspace: { x: [1, 2] }\n";
        Assert.Contains("submit the file there with `sweep submit`", await Refusal(program), StringComparison.Ordinal);
        Assert.Equal("p", (await Read(program.Replace("./train]", "./train], folder: none", StringComparison.Ordinal)))
            .GetProperty("spec").GetProperty("name").GetString());
    }

    private async Task<JsonElement> Read(string source)
    {
        using var answer = await client.PostAsJsonAsync("api/file", new { source }, None);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(None);
    }

    private async Task<string?> Refusal(string source)
    {
        using var answer = await client.PostAsJsonAsync("api/file", new { source }, None);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(None)).GetProperty("detail").GetString();
    }
}
