using System.Text.Json;

namespace Sweep.Coordinator.Tests.Dashboard;

/// <summary>A message as a browser takes it: its kind, its id and what it says.</summary>
internal sealed record Heard(string Kind, string Id, JsonElement Said)
{
    public JsonElement Sweep(string name) => Said.GetProperty("sweeps").GetProperty(name);

    public static List<string> Names(JsonElement table) =>
        [.. table.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()!)];

    /// <summary>The values of a column, in the order of the rows.</summary>
    public static IEnumerable<string> Column(JsonElement table, string name)
    {
        var place = Names(table).IndexOf(name);
        return table.GetProperty("rows").EnumerateArray().Select(row => row[place].ToString());
    }
}

/// <summary>The stream of what changes, read as a browser reads it.</summary>
internal sealed class Listening : IDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly StreamReader lines;

    private Listening(HttpResponseMessage answer, StreamReader lines) => (this.answer, this.lines) = (answer, lines);

    /// <param name="since">The id of the last message that was heard; null for a page that is new.</param>
    /// <param name="query">What more is asked for in the address.</param>
    public static async Task<Listening> To(HttpClient client, string? since = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/changes{query}");
        if (since is not null)
            request.Headers.Add("Last-Event-ID", since);
        var answer = (await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None)).EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new(answer, new(await answer.Content.ReadAsStreamAsync(CancellationToken.None)));
    }

    /// <summary>The next message; null where the stream has ended.</summary>
    public async Task<Heard?> Next()
    {
        var fields = new Dictionary<string, string>();
        while (await lines.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.Length > 0 && line[0] != ':')
                fields.Add(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            else if (fields.TryGetValue("id", out var id))
                return new(fields.GetValueOrDefault("event", "message"), id, JsonElement.Parse(fields["data"]));
            else
                // A beat, or nothing but how long to wait before one comes again.
                fields.Clear();
        }
        return null;
    }

    /// <summary>The next message that says something of the sweep.</summary>
    public async Task<Heard> About(string sweep)
    {
        while (true)
        {
            var heard = await Next();
            Assert.NotNull(heard);
            if (heard.Said.GetProperty("sweeps").TryGetProperty(sweep, out _))
                return heard;
        }
    }

    public void Dispose()
    {
        lines.Dispose();
        answer.Dispose();
    }
}
