using System.Collections.Immutable;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Programs;

namespace Sweep.GpuAgent.Tests.Programs;

/// <summary>A shell script that is run as a program in this very process, and all that comes of it.</summary>
internal sealed class ProgramInTest : IRunObserver, IProgramLog, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<(EpochMetrics Metrics, string? Checkpoint)> epochs = [];
    private readonly List<string> log = [];
    private readonly ProgramGuard guard = new();

    public ProgramInTest()
    {
        Directory.CreateDirectory(Places.Code!);
        Directory.CreateDirectory(Places.Work);
    }

    public ProgramPlaces Places => new(folder["code"], folder["work"], folder["data"]);

    /// <summary>From asking it to end until it is killed.</summary>
    public TimeSpan Grace { get; init; } = Some.Deadline;

    /// <summary>Called with every epoch.</summary>
    public Action<int> OnEpoch { get; set; } = _ => { };

    /// <summary>Called with every line.</summary>
    public Action<string> OnLine { get; set; } = _ => { };

    public bool StopAtEpochEnd { get; set; }
    public Provenance? Provenance { get; private set; }
    public IReadOnlyList<EpochMetrics> Epochs => [.. epochs.Select(epoch => epoch.Metrics)];
    public IReadOnlyList<string?> Checkpoints => [.. epochs.Select(epoch => epoch.Checkpoint)];
    public IReadOnlyList<string> Log => log;

    /// <summary>The numbers of the slot's processes that a script wrote into files of this name in its code folder.</summary>
    public IEnumerable<int> Noted(string file) => File.ReadAllLines(Path.Combine(Places.Code!, file)).Select(int.Parse);

    public string CodeFile(string name) => Path.Combine(Places.Code!, name);

    public static ProgramSpec Shell(string script) => new(["sh", "-c", script]);

    public static RunOrder Order(ProgramSpec program, int toEpoch = 1, CheckpointReference? from = null) =>
        Some.Order(toEpoch, from: from, model: ModelSpec.Program, dataset: DatasetSpec.None) with { Program = program };

    /// <exception cref="ProgramEndedException">As the trainer process hears it.</exception>
    public RunEnding Train(ProgramSpec program, int toEpoch = 1) => Train(Order(program, toEpoch), null);

    public RunEnding Train(RunOrder order, string? checkpoint)
    {
        if (Directory.Exists(Places.Checkpoint))
            Directory.Delete(Places.Checkpoint, recursive: true);
        return new ProgramTrainer(Places, this, guard, TimeProvider.System, Grace).Train(order, checkpoint, this);
    }

    public void Started(Provenance provenance) => Provenance = provenance;

    public void Stepped(int epoch, int step, int steps, double meanLoss, double imagesPerSecond)
    {
    }

    public void EpochEnded(EpochMetrics metrics, string? checkpoint)
    {
        epochs.Add((metrics, checkpoint));
        OnEpoch(metrics.Epoch);
    }

    public string CheckpointPath(int epoch) => folder[FormattableString.Invariant($"epoch-{epoch}.checkpoint")];

    public void Write(string line)
    {
        log.Add(line);
        OnLine(line);
    }

    public void Flush(bool all = false)
    {
    }

    public void Dispose()
    {
        guard.Dispose();
        folder.Dispose();
    }
}
