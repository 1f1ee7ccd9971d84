using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>What a client sends: coordinators of earlier versions know these addresses, and names are nobody's to choose.</summary>
public sealed class QuestionRoutesTests
{
    [Fact]
    public async Task AQuestion_IsAskedAtItsAddress()
    {
        Assert.Equal("GET api/status", await Said(new StatusNow()));
        Assert.Equal("GET api/sweeps", await Said(new SweepOf(null)));
        Assert.Equal("GET api/sweeps/a%20b%2Fc", await Said(new SweepOf("a b/c")));
        Assert.Equal("GET api/best/page?sweep=grid", await Said(new BestPageOf("grid")));
        Assert.Equal("GET api/record", await Said(new RecordOf(null)));
        Assert.Equal("GET api/record?sweep=a%26b%3D%C3%A4", await Said(new RecordOf("a&b=ä")));
        Assert.Equal("GET api/runs/9f70576580ba4724/epochs", await Said(new OriginsOf(new("9f70576580ba4724"))));
        Assert.Equal("GET api/trials/9f70576580ba4724", await Said(new TrialOf(new("9f70576580ba4724"))));
        Assert.Equal("GET api/events?since=7", await Said(new EventsAfter("7")));
        Assert.Equal("GET api/events?agent=box-1", await Said(new EventsAfter(null, "box-1")));
        Assert.Equal("GET api/attempts?sweep=grid", await Said(new AttemptsOf("grid")));
        Assert.Equal("""POST api/select {"sql":"SELECT 1","parameters":["a"]}""", await Said(new SqlQuestion("SELECT 1", ["a"])));
    }

    private static async Task<string> Said<TAnswer>(Question<TAnswer> question)
    {
        using var request = QuestionRoutes.RequestOf(question);
        var body = request.Content is { } content ? " " + await content.ReadAsStringAsync() : "";
        return $"{request.Method} {request.RequestUri?.OriginalString}{body}";
    }
}
