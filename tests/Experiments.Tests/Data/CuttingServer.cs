using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Sweep.Experiments.Tests.Data;

/// <summary>How one request is answered.</summary>
/// <param name="Cut">The connection is dropped after so many bytes of the body.</param>
internal sealed record Answer(byte[] File, int Status = 200, int Cut = int.MaxValue, bool IgnoresRange = false);

/// <summary>A file server on the loopback with bad habits: one answer after the other, the last one for ever.</summary>
internal sealed partial class CuttingServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Answer[] answers;

    /// <summary>The range header of every request, empty where there was none.</summary>
    public List<string> Ranges { get; } = [];

    public CuttingServer(params Answer[] answers)
    {
        this.answers = answers;
        listener.Start();
        _ = Serve();
    }

    public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/archive.tar.gz");

    public void Dispose() => listener.Dispose();

    [GeneratedRegex(@"^Range: (bytes=(\d+)-)\s*$", RegexOptions.Multiline)]
    private static partial Regex RangeHeader { get; }

    private async Task Serve()
    {
        for (var n = 0; ; n++)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            using (client)
                await Respond(client, answers[Math.Min(n, answers.Length - 1)]);
        }
    }

    private async Task Respond(TcpClient client, Answer answer)
    {
        var stream = client.GetStream();
        var range = RangeHeader.Match(await Request(stream));
        lock (Ranges)
            Ranges.Add(range.Groups[1].Value);
        var from = range.Success && !answer.IgnoresRange ? int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture) : 0;
        var status = answer.Status != 200 ? $"{answer.Status} No" : from >= answer.File.Length ? "416 Range" : from > 0 ? "206 Partial" : "200 OK";
        var body = status.StartsWith('2') ? answer.File.AsMemory(from) : default;
        var head = new StringBuilder($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n");
        if (from > 0 && body.Length > 0)
            head.Append(CultureInfo.InvariantCulture, $"Content-Range: bytes {from}-{answer.File.Length - 1}/{answer.File.Length}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\n"));
        await stream.WriteAsync(body[..Math.Min(body.Length, answer.Cut)]);
        await stream.FlushAsync();
    }

    private static async Task<string> Request(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var n)
            text.Append(Encoding.ASCII.GetString(buffer, 0, n));
        return text.ToString();
    }
}
