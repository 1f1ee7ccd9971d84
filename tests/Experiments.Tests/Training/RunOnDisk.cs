using Sweep.Experiments.Data;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

/// <summary>An observer that keeps what it is told and every checkpoint, in a folder of its own.</summary>
internal sealed class RunOnDisk : IRunObserver, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-test-").FullName;

    public List<EpochMetrics> Epochs { get; } = [];
    public List<string?> Checkpoints { get; } = [];
    public Provenance? Provenance { get; private set; }
    public int LastStep { get; private set; }
    public RunEnding Ending { get; private set; }

    /// <summary>Asks the trainer to stop after this epoch.</summary>
    public int StopAfter { get; init; } = int.MaxValue;

    public static RunOnDisk Train(RunOrder order, Dataset dataset, string? checkpoint = null, int stopAfter = int.MaxValue)
    {
        using var trainer = new NotebookTrainer(_ => dataset, "cpu", TimeProvider.System);
        return Train(trainer, order, checkpoint, stopAfter);
    }

    public static RunOnDisk Train(NotebookTrainer trainer, RunOrder order, string? checkpoint = null, int stopAfter = int.MaxValue)
    {
        var run = new RunOnDisk { StopAfter = stopAfter };
        try
        {
            run.Ending = trainer.Train(order, checkpoint, run);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>The metrics without the wall clock.</summary>
    public IEnumerable<EpochMetrics> Results => Epochs.Select(e => e with { Seconds = 0 });

    /// <summary>The checkpoint after <paramref name="epoch"/>, byte for byte.</summary>
    public byte[] StateAfter(int epoch) => File.ReadAllBytes(CheckpointPath(epoch));

    public void Started(Provenance provenance) => Provenance = provenance;

    public void Stepped(int epoch, int step, int steps, double meanLoss, double imagesPerSecond) => LastStep = step;

    public void EpochEnded(EpochMetrics metrics, string? checkpoint)
    {
        Epochs.Add(metrics);
        Checkpoints.Add(checkpoint);
    }

    public bool StopAtEpochEnd => Epochs.Count >= StopAfter;

    public string CheckpointPath(int epoch) => Path.Combine(folder, $"{epoch}.checkpoint");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
