using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Sweep.Benchmarks.Restart;
using Sweep.Coordinator.Homes;
using Sweep.Protocol.Keys;

namespace Sweep.Benchmarks.Dashboard;

/// <summary>
/// What open pages of the dashboard cost the coordinator, a real <c>sweep serve</c> process with a large sweep of which many runs are in
/// training: bytes and milliseconds of what a page reads at once, and the share of a core that streams take.
/// </summary>
internal static class DashboardBenchmark
{
    private const int Rounds = 9;

    /// <summary>With and without pages in turn, because a machine that does other things is never the same twice.</summary>
    private const int Alternations = 3;

    public static async Task<int> Run(string[] arguments)
    {
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 10_000 };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 1000 };
        var pages = new Option<int>("--pages") { DefaultValueFactory = _ => 20 };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60 };
        var make = new Option<string>("--make") { Description = "Only makes such a home in this folder, for a browser to be measured on (pages.mjs)." };
        var command = new RootCommand { trials, runs, pages, seconds, make };
        command.SetAction(parsed => parsed.GetValue(make) is { } folder
            ? Make(folder, parsed.GetValue(trials))
            : Measure(parsed.GetValue(trials), parsed.GetValue(runs), parsed.GetValue(pages), TimeSpan.FromSeconds(parsed.GetValue(seconds))));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static Task Make(string folder, int trials)
    {
        var entries = BigHome.MakeLong(new(folder), trials);
        Print($"{folder}: the sweep 'large' of {trials:N0} trials of {BigHome.MostEpochs} epochs, a journal of {entries:N0} entries");
        return Task.CompletedTask;
    }

    private static async Task Measure(int trials, int runs, int pages, TimeSpan period)
    {
        var home = new Home(Path.Combine(Path.GetTempPath(), $"sweep-dashboard-{Environment.ProcessId}"));
        try
        {
            var entries = BigHome.MakeLong(home, trials);
            Print($"{trials:N0} trials of {BigHome.MostEpochs} epochs, a journal of {entries:N0} entries; {Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
            using var served = await ServedCoordinator.Start(home);
            using var plain = Client(served, DecompressionMethods.None);
            using var packed = Client(served, DecompressionMethods.Brotli);
            Print($"{"",-28}{"bytes",12}{"first",12}{"median",12}{"processor",12}");
            foreach (var (name, client, path) in new[] { ("table", plain, "api/table"), ("table, compressed", packed, "api/table"), ("curves", plain, "api/curves"), ("status", plain, "api/status") })
                await Read(served, name, client, path);
            Print($"memory of the coordinator at most: {served.PeakBytes / 1e6:0} MB");
            if (runs == 0)
                return;
            await using var agent = await ProbeAgent.Start(home.Keys);
            using var enough = new CancellationTokenSource();
            var training = agent.Train(served.Address.Cluster, runs, enough.Token);
            while ((await plain.GetFromJsonAsync<JsonElement>("api/status")).GetProperty("running").GetArrayLength() < runs)
                await Task.Delay(200);
            Print($"{runs:N0} runs in training: progress of each once a second, an epoch of each once in {ProbeAgent.SecondsOfAnEpoch} seconds");
            await Read(served, "status", plain, "api/status");
            Print($"what is compiled and connected once is over after the first two");
            var (without, with) = (new List<double>(), new List<double>());
            for (var round = 0; round < Alternations; round++)
            {
                without.Add(await Share(served, 0, period));
                with.Add(await Share(served, pages, period));
            }
            var more = with.Zip(without, (open, closed) => open - closed).Order().ToList();
            Print($"{pages} pages cost {more[more.Count / 2]:0.0%} of a core (median of {more.Count}; {more[0]:0.0%} to {more[^1]:0.0%})");
            await enough.CancelAsync();
            await training;
        }
        finally
        {
            if (Directory.Exists(home.Folder))
                Directory.Delete(home.Folder, recursive: true);
        }
    }

    private static async Task Read(ServedCoordinator served, string name, HttpClient client, string path)
    {
        var (before, times, bytes, first) = (TimeSpan.Zero, new List<double>(), 0L, 0.0);
        for (var round = -1; round < Rounds; round++)
        {
            if (round == 0)
                before = served.ProcessorTime;
            var began = Stopwatch.GetTimestamp();
            bytes = (await client.GetByteArrayAsync(path)).Length;
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (round < 0)
                first = took;
            else
                times.Add(took);
        }
        times.Sort();
        var processor = (served.ProcessorTime - before).TotalMilliseconds / Rounds;
        Print($"{name,-28}{bytes,12:N0}{first,9:0.0} ms{times[times.Count / 2],9:0.0} ms{processor,9:0.0} ms");
    }

    /// <summary>The coordinator's share of a core over a while, with so many pages that listen.</summary>
    private static async Task<double> Share(ServedCoordinator served, int pages, TimeSpan period)
    {
        using var enough = new CancellationTokenSource();
        var (messages, bytes) = (0L, 0L);
        var listening = Enumerable.Range(0, pages).Select(_ => Listen(served, chunk =>
        {
            Interlocked.Add(ref bytes, chunk.Length);
            Interlocked.Add(ref messages, chunk.Count("\ndata: "u8));
        }, enough.Token)).ToList();
        await Task.Delay(TimeSpan.FromSeconds(3));
        var (before, began, said, sent) = (served.ProcessorTime, Stopwatch.GetTimestamp(), messages, bytes);
        await Task.Delay(period);
        var (used, passed) = (served.ProcessorTime - before, Stopwatch.GetElapsedTime(began));
        Print($"{pages,3} pages open: {used / passed,6:0.0%} of a core, {(messages - said) / passed.TotalSeconds / Math.Max(pages, 1),5:0.00} messages and {(bytes - sent) / passed.TotalSeconds / Math.Max(pages, 1) / 1000,6:0} kB a second for each; peak {served.PeakBytes / 1e6:0} MB");
        await enough.CancelAsync();
        await Task.WhenAll(listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return used / passed;
    }

    private delegate void Heard(ReadOnlySpan<byte> chunk);

    private static async Task Listen(ServedCoordinator served, Heard heard, CancellationToken enough)
    {
        using var client = Client(served, DecompressionMethods.None);
        using var answer = await client.GetAsync(new Uri("api/changes?running=no", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, enough);
        await using var stream = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(enough);
        var buffer = new byte[256 * 1024];
        while (await stream.ReadAsync(buffer, enough) is > 0 and var read)
            heard(buffer.AsSpan(0, read));
    }

    /// <param name="accepted">Is not undone here: what counts is what went over the wire.</param>
    private static HttpClient Client(ServedCoordinator served, DecompressionMethods accepted)
    {
        var handler = CoordinatorHandler.For(served.Address.Trust()!);
        handler.AutomaticDecompression = DecompressionMethods.None;
        var client = new HttpClient(handler) { BaseAddress = served.Address.Url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", served.Address.Token);
        if (accepted == DecompressionMethods.Brotli)
            client.DefaultRequestHeaders.AcceptEncoding.Add(new("br"));
        return client;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
