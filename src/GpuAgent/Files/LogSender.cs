using System.Net.Http.Headers;
using System.Text;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// Brings to the coordinator what trainers and their programs print. Nothing waits for it: while the coordinator does not answer, the
/// latest of each log is kept, and what is in the way of that is left out.
/// </summary>
internal sealed class LogSender : IDisposable
{
    /// <summary>Characters of one log that wait.</summary>
    private const int MostWaiting = 256 << 10;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private readonly Dictionary<LeaseId, Waiting> logs = [];
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationToken ends;
    private readonly Func<HttpClient> http;
    private int sending;
    private Timer? timer;
    private StoreAddress? to;

    /// <param name="http">To the coordinator, with the keys that the agent has now.</param>
    public LogSender(Func<HttpClient> http) => (this.http, ends) = (http, ending.Token);

    /// <summary>Where the coordinator is.</summary>
    public void Use(StoreAddress address)
    {
        lock (gate)
        {
            to = address;
            timer ??= new Timer(_ => _ = Send(), null, Every, Every);
        }
    }

    /// <param name="text">Lines, each with its end.</param>
    public void Add(LeaseId lease, string text)
    {
        lock (gate)
        {
            if (!logs.TryGetValue(lease, out var log))
                logs.Add(lease, log = new());
            log.Add(text);
        }
    }

    /// <summary>What waits goes at once.</summary>
    public void Hurry() => _ = Send();

    public void Dispose()
    {
        timer?.Dispose();
        ending.Cancel();
        ending.Dispose();
    }

    /// <summary>By one at a time, who goes on until nothing waits.</summary>
    private async Task Send()
    {
        if (Interlocked.Exchange(ref sending, 1) == 1)
            return;
        try
        {
            while (!ends.IsCancellationRequested && Next() is { } next && await Sent(next.Lease, next.Text, next.To))
                Forget(next.Lease, next.Text.Length);
        }
        finally
        {
            Interlocked.Exchange(ref sending, 0);
        }
    }

    private (LeaseId Lease, string Text, StoreAddress To)? Next()
    {
        lock (gate)
        {
            foreach (var (lease, log) in logs)
                return to is null ? null : (lease, log.Begin(), to);
            return null;
        }
    }

    private void Forget(LeaseId lease, int sent)
    {
        lock (gate)
        {
            if (logs[lease].Sent(sent))
                logs.Remove(lease);
        }
    }

    private async Task<bool> Sent(LeaseId lease, string text, StoreAddress at)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ends);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{at.Url.TrimEnd('/')}/logs/{lease}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", at.Token);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            using var response = await http().SendAsync(request, patience.Token);
            // An older coordinator keeps no logs, and one whose disk is full has something else to do.
            return response.IsSuccessStatusCode || (int)response.StatusCode is >= 400 and < 500;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The part of a log that the coordinator does not have.</summary>
    private sealed class Waiting
    {
        private readonly StringBuilder text = new();
        private int underWay;

        public void Add(string more)
        {
            text.Append(more);
            if (text.Length - underWay <= MostWaiting)
                return;
            const string Note = "sweep: the coordinator did not answer, and lines are left out here.\n";
            var tooMany = text.Length - underWay - (MostWaiting / 2);
            text.Remove(underWay, tooMany).Insert(underWay, Note);
        }

        public string Begin()
        {
            underWay = Math.Min(text.Length, MostWaiting);
            return text.ToString(0, underWay);
        }

        /// <returns>Whether nothing is left.</returns>
        public bool Sent(int length)
        {
            text.Remove(0, length);
            underWay = 0;
            return text.Length == 0;
        }
    }
}
