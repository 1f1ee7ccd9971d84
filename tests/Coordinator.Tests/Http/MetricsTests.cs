using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sweep.Coordinator.Measuring;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Shared;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>What Prometheus gets, of a real coordinator, and what the dashboard asks Prometheus for.</summary>
public sealed partial class MetricsTests(CoordinatorOfAWrittenHome coordinator) : IClassFixture<CoordinatorOfAWrittenHome>
{
    private const string Dashboard = "deploy/grafana/sweep.json";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task WhoMayRead_GetsThem_InTheFormatOfPrometheus_AndNobodyElseDoes()
    {
        using var answer = await coordinator.Http.GetAsync("metrics", None);
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var text = await answer.Content.ReadAsStringAsync(None);
        Assert.Contains("sweep_slots{state=\"offline\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("sweep_trials{state=\"completed\"} 4\n", text, StringComparison.Ordinal);
        Assert.Contains("sweep_trials{state=\"diverged\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("sweep_journal_fsync_seconds_count 1\n", text, StringComparison.Ordinal);
        Assert.Contains("sweep_journal_entries_total 1\n", text, StringComparison.Ordinal);
        Assert.Contains("sweep_leases_lost_total{cause=\"agent_lost\"} 0\n", text, StringComparison.Ordinal);

        using var stranger = Https.To(coordinator.Host, "guess");
        using var refused = await stranger.GetAsync("metrics", None);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task EveryMetric_IsNamedAndExplained_AsPrometheusAsks()
    {
        var text = await coordinator.Http.GetStringAsync("metrics", None);
        var types = Types().Matches(text).Where(type => type.Groups[1].Value.StartsWith("sweep_", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.Equal(
            type.Groups[2].Value == "counter", type.Groups[1].Value.EndsWith("_total", StringComparison.Ordinal)));
        Assert.All(types.Where(type => type.Groups[2].Value == "histogram"), type => Assert.EndsWith("_seconds", type.Groups[1].Value, StringComparison.Ordinal));
        Assert.All(types, type => Assert.Matches($"# HELP {type.Groups[1].Value} [A-Z].+\\.\n", text));
    }

    [Fact]
    public async Task TheDashboard_AsksForNothingThatIsNotServed()
    {
        var served = Sample().Matches(await coordinator.Http.GetStringAsync("metrics", None)).Select(sample => sample.Groups[1].Value).ToHashSet();
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Checkout.PathOf(Dashboard), None));
        var asked = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!)
            .SelectMany(expression => Name().Matches(expression).Select(name => name.Groups[1].Value))
            .Distinct().ToList();

        Assert.True(asked.Count >= 14, $"only {asked.Count}");
        Assert.Empty(asked.Except(served));
        Assert.Empty(served.Where(name => name.StartsWith("sweep_", StringComparison.Ordinal) && !name.EndsWith("_sum", StringComparison.Ordinal)).Except(asked));
    }

    [Fact]
    public async Task WhatHappens_IsCountedOnce_ByTheTrialsAndLeasesThatItEnds()
    {
        var life = new Life();
        life.Submit(Some.Spec(lrs: [0.1, 10, 0.2], epochs: [1, 2]));
        life.Register("a", slots: 2);
        life.Online.Add("a");
        life.TrainOne("a");
        life.TrainOne("a");
        life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed);
        var metrics = new CoordinatorMetrics();

        metrics.Appended([.. life.Events.Select((e, i) => new Sweep.Coordinator.Journal.JournalEntry(i + 1, e))], life.State);

        var text = await Text(metrics);
        foreach (var line in (string[])
            [
                "sweep_results_total{state=\"completed\"} 3", "sweep_results_total{state=\"diverged\"} 1", "sweep_epochs_total 4",
                "sweep_leases_granted_total 3", "sweep_leases_ended_total{outcome=\"completed\"} 1", "sweep_leases_ended_total{outcome=\"diverged\"} 1",
                "sweep_leases_lost_total{cause=\"trainer_crashed\"} 1", "sweep_runs_waiting 1", "sweep_leases_active 0",
                $"sweep_journal_entries_total {life.Events.Count}",
            ])
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGpu_IsMeasuredWhileItIsKnown()
    {
        var metrics = new CoordinatorMetrics();
        metrics.Observe(With(new(8, 16, 61)));
        var text = await Text(metrics);
        Assert.Contains("sweep_gpu_memory_used_bytes{agent=\"box-1\",device=\"cuda:0\"} 8388608\n", text, StringComparison.Ordinal);
        Assert.Contains("sweep_gpu_memory_bytes{agent=\"box-1\",device=\"cuda:0\"} 16777216\n", text, StringComparison.Ordinal);
        Assert.Contains("sweep_gpu_temperature_celsius{agent=\"box-1\",device=\"cuda:0\"} 61\n", text, StringComparison.Ordinal);

        metrics.Observe(With(new(8, 16, null)));
        text = await Text(metrics);
        Assert.Contains("sweep_gpu_memory_bytes{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sweep_gpu_temperature_celsius{", text, StringComparison.Ordinal);

        metrics.Observe(With(null));
        Assert.DoesNotContain("sweep_gpu_memory_bytes{", await Text(metrics), StringComparison.Ordinal);
    }

    /// <summary>Two slots that share a GPU.</summary>
    private static StatusView With(GpuView? gpu)
    {
        var slot = new SlotView(0, "cuda:0", "a GPU", null) { Gpu = gpu };
        return new(true, [], [], [new("box-1", "box", AgentStatus.Online, [slot, slot with { Number = 1 }], "0.1.0", default, null)]);
    }

    private static async Task<string> Text(CoordinatorMetrics metrics)
    {
        using var written = new MemoryStream();
        await metrics.Write(written, None);
        return System.Text.Encoding.UTF8.GetString(written.ToArray());
    }

    [GeneratedRegex("^# TYPE (\\w+) (\\w+)$", RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex("^(\\w+)(?:\\{| )", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("\\b((?:sweep|process|dotnet)_\\w+)\\{")]
    private static partial Regex Name();
}
