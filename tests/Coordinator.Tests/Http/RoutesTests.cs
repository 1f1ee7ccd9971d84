using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Experiments.Running;
using Sweep.Shared;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>A coordinator of a written home, for all questions that are asked of it.</summary>
public sealed class CoordinatorOfAWrittenHome : IAsyncLifetime
{
    private readonly WrittenHome home = WrittenHome.Complete();

    public CoordinatorHost Host { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        Http = Https.To(Host, Host.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        home.Dispose();
    }
}

/// <summary>
/// Scripts use these routes and read these answers: the text of each stands in <c>Http/Answers</c>, byte for byte but for the moments
/// of this life and the order of curves, which have none.
/// </summary>
public sealed partial class RoutesTests(CoordinatorOfAWrittenHome coordinator) : IClassFixture<CoordinatorOfAWrittenHome>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("status", "api/status")]
    [InlineData("sweep", "api/sweeps")]
    [InlineData("sweep", "api/sweeps/grid")]
    [InlineData("best", "api/best")]
    [InlineData("best", "api/best?sweep=grid")]
    [InlineData("results", "api/results")]
    [InlineData("results", "api/results?sweep=grid")]
    [InlineData("ranking", "api/ranking")]
    [InlineData("ranking", "api/ranking?sweep=grid")]
    [InlineData("record", "api/record")]
    [InlineData("record", "api/record?SWEEP=grid")]
    [InlineData("agents", "api/agents")]
    [InlineData("epochs", "api/runs/9f70576580ba4724/epochs")]
    [InlineData("no-epochs", "api/runs/no%20run/epochs")]
    [InlineData("explain", "api/explain?name=4e91")]
    [InlineData("explain-of-nothing", "api/explain?name=gird")]
    [InlineData("explain-of-no-kind", "api/explain?name=grid&kind=swep")]
    [InlineData("events", "api/events?since=10")]
    [InlineData("events", "api/events?since=-5")]
    [InlineData("events-of-an-agent", "api/events?since=-2&agent=box-1")]
    [InlineData("events-of-no-agent", "api/events?agent=box-9")]
    [InlineData("attempts", "api/attempts?sweep=grid")]
    [InlineData("events-of-no-number", "api/events?since=yesterday")]
    [InlineData("no-sweep", "api/sweeps/no%20such")]
    [InlineData("no-sweep", "api/record?sweep=no%20such")]
    public async Task AQuestionThatIsRead_IsAnsweredAsItStandsInItsFile(string file, string path)
    {
        using var answer = await coordinator.Http.GetAsync(path, None);
        await IsAsInItsFile(file, answer);
    }

    [Theory]
    [InlineData("ask", "api/ask", """{"sweep":"grid","where":"state = completed","columns":"trial, lr, valLoss","limit":2}""")]
    [InlineData("ask-groups", "api/ask", """{"sweep":null,"groupBy":"lr","aggregates":"mean(trainLoss), count()"}""")]
    [InlineData("select", "api/select", """{"sql":"SELECT epoch, valLoss FROM epochs WHERE epoch < @0 ORDER BY _id","parameters":["3"]}""")]
    [InlineData("preview", "api/preview", Preview)]
    [InlineData("ask-of-no-sweep", "api/ask", """{"sweep":"no such"}""")]
    public async Task AQuestionThatIsSent_IsAnsweredAsItStandsInItsFile(string file, string path, string body)
    {
        using var answer = await coordinator.Http.PostAsync(path, Json(body), None);
        await IsAsInItsFile(file, answer);
    }

    [Theory]
    [InlineData("api/ask", "{\"sweep\":", "The request's body is no JSON, from byte 10 of line 1 on.")]
    [InlineData("api/ask", "null", "The request's body is null: send a JSON object.")]
    [InlineData("api/ask", "[1]", "The request must be an object.")]
    [InlineData("api/ask", "{}", "The request lacks 'sweep'.")]
    [InlineData("api/ask", """{"sweep":7}""", "The request's 'sweep' must be a text.")]
    [InlineData("api/ask", """{"sweep":null,"limit":"many"}""", "The request's 'limit' must be a whole number.")]
    [InlineData("api/ask", """{"sweep":null,"limit":1.5}""", "The request's 'limit' must be a whole number.")]
    [InlineData("api/ask", """{"sweep":null,"all":1}""", "The request's 'all' must be true or false.")]
    [InlineData("api/select", """{"sql":"SELECT 1"}""", "The request lacks 'parameters'.")]
    [InlineData("api/select", """{"sql":"SELECT 1","parameters":7}""", "The request's 'parameters' must be a list.")]
    [InlineData("api/select", """{"sql":"SELECT 1","parameters":["a",1]}""", "The request's 'parameters[1]' must be a text.")]
    [InlineData("api/sweeps", """{"spec":{},"source":""}""", "The request lacks 'spec.name'.")]
    public async Task ABodyOfAnotherShape_IsOneSentenceWithTheKey(string path, string body, string sentence)
    {
        using var answer = await coordinator.Http.PostAsync(path, Json(body), None);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(sentence, (await answer.Content.ReadFromJsonAsync<Problem>(None))?.Detail);
    }

    [Theory]
    [InlineData("\"valAccuracy\"", "\"best\"", "The request's 'spec.objective' must be one of valAccuracy, valLoss, { maximize: f1 }.")]
    [InlineData(
        "\"choice\",\"values\":[0.001,0.01]", "\"curve\"",
        "The request's 'spec.space.lr.kind' must be one of choice, linear, log, integers, list.")]
    [InlineData("\"kind\":\"choice\",\"values\":[0.001,0.01]", "", "The request lacks 'spec.space.lr.kind'.")]
    [InlineData("[0.001,0.01]", "[0.001,\"low\"]", "The request's 'spec.space.lr.values[1]' must be a number.")]
    public async Task ASpecOfAnotherShape_IsOneSentenceWithTheKey(string right, string wrong, string sentence)
    {
        var preview = Json(Preview.Replace(right, wrong, StringComparison.Ordinal));
        using var answer = await coordinator.Http.PostAsync("api/preview", preview, None);
        Assert.Equal(sentence, (await answer.Content.ReadFromJsonAsync<Problem>(None))?.Detail);
    }

    [Fact]
    public async Task Orders_AreAnsweredAsPinned()
    {
        await using var own = new CoordinatorOfAWrittenHome();
        await own.InitializeAsync();

        var submission = Preview[..^1] + ""","source":"name: more\n"}""";
        Assert.Equal(
            """
            200 {"sweep":"more","trials":2,"newTrials":2,"removedTrials":0,"openTrials":2,"epochsToTrain":2,
            "removedResults":0,"trainedBy":null,"wasCancelled":false,"advice":null}
            """.ReplaceLineEndings(""),
            await Said(own.Http, "POST", "api/sweeps", submission));
        Assert.Equal("204 ", await Said(own.Http, "POST", "api/sweeps/more/cancel"));
        Assert.Equal("204 ", await Said(own.Http, "POST", "api/sweeps/more/resume"));
        Assert.Equal("""200 {"trials":0}""", await Said(own.Http, "POST", "api/sweeps/more/retry"));
        Assert.Equal("204 ", await Said(own.Http, "POST", "api/agents/box-1/drain", """{"reason":"a new GPU"}"""));
        Assert.Equal("204 ", await Said(own.Http, "POST", "api/agents/box-1/pause", """{"reason":null}"""));
        Assert.Contains("\"hold\":\"paused\"", await Said(own.Http, "GET", "api/agents"), StringComparison.Ordinal);
        Assert.Equal("204 ", await Said(own.Http, "POST", "api/agents/box-1/resume"));
        Assert.Equal("""200 {"drained":true}""", await Said(own.Http, "POST", "api/drain"));
        Assert.Equal("204 ", await Said(own.Http, "DELETE", "api/drain"));
    }

    private const string Preview =
        """
        {"spec":{"name":"more","dataset":{"name":"shapes10","train":100,"validation":50},"model":{"name":"simulated","epochMilliseconds":0},
        "objective":"valAccuracy","space":{"lr":{"kind":"choice","values":[0.001,0.01]},"epochs":{"kind":"choice","values":[1]},
        "weightDecay":{"kind":"choice","values":[0.001]},"batchSize":{"kind":"choice","values":[8]},"seed":{"kind":"choice","values":[0]}},
        "sampler":{"kind":"grid"},"precision":"auto","maxAttempts":3,"sharing":true}}
        """;

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<string> Said(HttpClient http, string method, string path, string? body = null)
    {
        using var answer = await http.SendAsync(new(new(method), path) { Content = body is null ? null : Json(body) }, None);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(None)}";
    }

    private static async Task IsAsInItsFile(string file, HttpResponseMessage answer)
    {
        var text = Settled(await answer.Content.ReadAsStringAsync(None));
        var said = $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType}\n{text}\n";
        ApprovedText.Is($"tests/Coordinator.Tests/Http/Answers/{file}.txt", said);
    }

    private static string Settled(string json) =>
        Curves().Replace(Past().Replace(Moment().Replace(json, "\"$1\":\"(now)\""), "(days)").Replace(ProgramVersion.Text, "(program)", StringComparison.Ordinal), curves => $"\"curves\":{{{string.Join(',', InOrder(curves.Value))}}}");

    private static IEnumerable<string> InOrder(string curves) =>
        Curve().Matches(curves).Select(curve => curve.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("\"(at|lastSeen)\":\"[^\"]*\"")]
    private static partial Regex Moment();

    [GeneratedRegex(@"\d+ d(?= ago)")]
    private static partial Regex Past();

    [GeneratedRegex("\"curves\":\\{.*?\\}(?=,\"attempts\")")]
    private static partial Regex Curves();

    [GeneratedRegex("\"[0-9a-f]{16}\":\\[.*?\\]")]
    private static partial Regex Curve();
}
