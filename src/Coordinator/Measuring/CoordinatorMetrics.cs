using Prometheus;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Measuring;

/// <summary>
/// What one coordinator does, for Prometheus: what happens is counted as the journal gets it, since this process began; what is so just
/// now is measured when it is asked for.
/// </summary>
internal sealed class CoordinatorMetrics : IJournalListener
{
    public const string ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;

    /// <summary>From half a millisecond, a fast disk's, to 16 seconds, a sick one's.</summary>
    private static readonly double[] FsyncBuckets = Histogram.ExponentialBuckets(0.0005, 2, 16);

    private const double BytesOfMiB = 1 << 20;

    private static readonly string[] GpuLabels = ["agent", "device"];
    private static readonly string[] SlotStates = ["training", "free", "quarantined", "offline"];

    private readonly CollectorRegistry registry = Metrics.NewCustomRegistry();
    private readonly Counter results;
    private readonly Counter epochs;
    private readonly Counter runsFailed;
    private readonly Counter leasesGranted;
    private readonly Counter leasesEnded;
    private readonly Counter leasesLost;
    private readonly Counter entries;
    private readonly Histogram fsync;
    private readonly Gauge runsWaiting;
    private readonly Gauge leasesActive;
    private readonly Gauge slots;
    private readonly Gauge agents;
    private readonly Gauge trials;
    private readonly Gauge images;
    private readonly Gauge gpuUsed;
    private readonly Gauge gpuTotal;
    private readonly Gauge gpuHeat;

    public CoordinatorMetrics()
    {
        DotNetStats.Register(registry);
        var made = Metrics.WithCustomRegistry(registry);
        results = made.CreateCounter("sweep_results_total", "Trials that got their result.", ["state"]);
        epochs = made.CreateCounter("sweep_epochs_total", "Epochs recorded.");
        runsFailed = made.CreateCounter("sweep_runs_failed_total", "Runs given up: their open trials are failed.");
        leasesGranted = made.CreateCounter("sweep_leases_granted_total", "Leases given to slots.");
        leasesEnded = made.CreateCounter("sweep_leases_ended_total", "Leases that ended, by how.", ["outcome"]);
        leasesLost = made.CreateCounter("sweep_leases_lost_total", "Leases that ended before their run did, by the cause.", ["cause"]);
        entries = made.CreateCounter("sweep_journal_entries_total", "Entries appended to the journal.");
        fsync = made.CreateHistogram(
            "sweep_journal_fsync_seconds", "Time of one append to the journal: a write and its fsync, for all entries that waited.",
            new HistogramConfiguration { Buckets = FsyncBuckets });
        runsWaiting = made.CreateGauge("sweep_runs_waiting", "Runs that wait for a slot, of sweeps that are not cancelled.");
        leasesActive = made.CreateGauge("sweep_leases_active", "Leases that are held just now.");
        slots = made.CreateGauge("sweep_slots", "Slots by what they do.", ["state"]);
        agents = made.CreateGauge("sweep_agents", "Agents by how they stand.", ["state"]);
        trials = made.CreateGauge("sweep_trials", "Trials in the grids of all sweeps of the home.", ["state"]);
        images = made.CreateGauge("sweep_images_per_second", "Training images a second, over the runs in training as they last reported.");
        gpuUsed = made.CreateGauge("sweep_gpu_memory_used_bytes", "Memory of a GPU that is used, by all programs.", GpuLabels);
        gpuTotal = made.CreateGauge("sweep_gpu_memory_bytes", "Memory of a GPU.", GpuLabels);
        gpuHeat = made.CreateGauge("sweep_gpu_temperature_celsius", "Temperature of a GPU.", GpuLabels);
        var number = ProgramVersion.Text.Split('+', 2);
        made.CreateGauge("sweep_build_info", "Which program this is.", ["version", "commit"])
            .WithLabels(number[0], number.Length > 1 ? number[1] : "").Set(1);
        ShowWhatHasNotHappened();
    }

    /// <summary>The journal, with the time that each append takes.</summary>
    public IJournal Around(IJournal journal, TimeProvider time) => new TimedJournal(journal, fsync, time);

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        this.entries.Inc(entries.Count);
        foreach (var entry in entries)
            Count(entry.Event, state);
        runsWaiting.Set(state.Sweeps.Where(sweep => !sweep.Cancelled).Sum(sweep => sweep.Waiting.Count));
        leasesActive.Set(state.ActiveLeases.Count);
    }

    /// <summary>Takes what is so just now.</summary>
    public void Observe(StatusView status)
    {
        foreach (var state in SlotStates)
            slots.WithLabels(state).Set(status.Agents.Sum(agent => agent.Slots.Count(slot => StateOf(slot, agent) == state)));
        foreach (var standing in Enum.GetValues<AgentStatus>())
            agents.WithLabels(standing.Word()).Set(status.Agents.Count(agent => agent.State == standing));
        void Trials(string state, Func<TrialCounts, int> count) =>
            trials.WithLabels(state).Set(status.Sweeps.Sum(sweep => count(sweep.Trials)));
        Trials("completed", counts => counts.Completed);
        Trials("diverged", counts => counts.Diverged);
        Trials("failed", counts => counts.Failed);
        Trials("cancelled", counts => counts.Cancelled);
        Trials("running", counts => counts.Running);
        Trials("pending", counts => counts.Total - counts.Completed - counts.Diverged - counts.Failed - counts.Cancelled - counts.Running);
        images.Set(status.Throughput?.ImagesPerSecond ?? 0);
        Show(gpuUsed, status, gpu => gpu.UsedMiB * BytesOfMiB);
        Show(gpuTotal, status, gpu => gpu.TotalMiB * BytesOfMiB);
        Show(gpuHeat, status, gpu => gpu.Celsius);
    }

    /// <summary>In the text format of Prometheus.</summary>
    public Task Write(Stream stream, CancellationToken cancellation) => registry.CollectAndExportAsTextAsync(stream, cancellation);

    /// <summary>Of every GPU of which it is known, and of no other: a GPU that is gone shows no old figure.</summary>
    private static void Show(Gauge gauge, StatusView status, Func<GpuView, double?> figure)
    {
        var known = (from agent in status.Agents
                     from slot in agent.Slots
                     let value = slot.Gpu is { } gpu ? figure(gpu) : null
                     where value is not null
                     select (agent.Agent, slot.Device, Value: value.Value)).DistinctBy(one => (one.Agent, one.Device)).ToList();
        foreach (var labels in gauge.GetAllLabelValues())
            if (!known.Exists(one => one.Agent == labels[0] && one.Device == labels[1]))
                gauge.RemoveLabelled(labels);
        foreach (var (agent, device, value) in known)
            gauge.WithLabels(agent, device).Set(value);
    }

    private static string StateOf(SlotView slot, AgentView agent) =>
        agent.State == AgentStatus.Quarantined ? "quarantined"
        : slot.Run is not null ? "training"
        : agent.State == AgentStatus.Online ? "free" : "offline";

    private void Count(JournalEvent e, CoordinatorState state)
    {
        switch (e)
        {
            case EpochRecorded recorded:
                epochs.Inc();
                if (state.Run(recorded.Run) is { } run)
                    Count(recorded.Metrics, run);
                break;
            case LeaseGranted: leasesGranted.Inc(); break;
            case LeaseEnded ended:
                leasesEnded.WithLabels(Word(ended.Outcome)).Inc();
                if (IsLoss(ended.Outcome))
                    leasesLost.WithLabels(Word(ended.Outcome)).Inc();
                break;
            case RunFailed: runsFailed.Inc(); break;
        }
    }

    /// <summary>An epoch is the result of the trials that end with it; one that diverged is that of all that were still open.</summary>
    private void Count(EpochMetrics metrics, RunState run)
    {
        var ended = run.Trials.Count(trial => metrics.Diverged ? trial.Epochs >= metrics.Epoch : trial.Epochs == metrics.Epoch);
        results.WithLabels(metrics.Diverged ? "diverged" : "completed").Inc(ended);
    }

    /// <summary>A rate over a counter that is not there yet has no value; one over zero is zero.</summary>
    private void ShowWhatHasNotHappened()
    {
        results.WithLabels("completed");
        results.WithLabels("diverged");
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            leasesEnded.WithLabels(Word(outcome));
            if (IsLoss(outcome))
                leasesLost.WithLabels(Word(outcome));
        }
    }

    private static bool IsLoss(Outcome outcome) => outcome is not (Outcome.Completed or Outcome.Diverged or Outcome.Cancelled);

    /// <summary>Label values are lower-case words with underscores.</summary>
    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.AgentLost => "agent_lost",
        Outcome.TrainerCrashed => "trainer_crashed",
        Outcome.OutOfMemory => "out_of_memory",
        Outcome.TimedOut => "timed_out",
        Outcome.BadConfiguration => "bad_configuration",
        Outcome.CheckpointLost => "checkpoint_lost",
        _ => outcome.ToString().ToLowerInvariant(),
    };
}
