namespace Sweep.Experiments.Running;

/// <summary>
/// Trains runs, one at a time, on the calling thread. Implementations: the network with libtorch, and closed-form curves without it.
/// The same order gives the same metrics, bit for bit, on the same kind of device, and a run continued from a checkpoint gives
/// those of a run never stopped.
/// </summary>
public interface IRunTrainer
{
    /// <summary>
    /// Trains <paramref name="order"/>, telling <paramref name="observer"/> about every epoch, until its last epoch, divergence or a stop.
    /// </summary>
    /// <param name="checkpoint">The file behind <see cref="RunOrder.From"/>; null exactly where that is null.</param>
    /// <returns>How it ended. Out of memory is a value here; anything unforeseen is an exception.</returns>
    RunEnding Train(RunOrder order, string? checkpoint, IRunObserver observer);

    /// <summary>Loads what the first order would have to wait for. It need not be called, and changes nothing of what is trained.</summary>
    void WarmUp()
    {
    }
}

/// <summary>What a trainer tells while it trains. Called on the training thread: be quick.</summary>
public interface IRunObserver
{
    /// <summary>Called once, after the dataset is loaded and before the first step.</summary>
    void Started(Provenance provenance);

    /// <summary>Called about twice a second. <paramref name="meanLoss"/> is the mean of the epoch's training loss so far.</summary>
    void Stepped(int epoch, int step, int steps, double meanLoss, double imagesPerSecond);

    /// <summary>
    /// Called after every epoch with the path of its checkpoint, null after a diverged epoch, where none is due, and where a program keeps
    /// none; the file is the observer's to move or delete.
    /// </summary>
    void EpochEnded(EpochMetrics metrics, string? checkpoint);

    /// <summary>Asked at every epoch's end; true ends the run there.</summary>
    bool StopAtEpochEnd { get; }

    /// <summary>Where the checkpoint after <paramref name="epoch"/> is to be written (atomically: a temporary file, renamed).</summary>
    string CheckpointPath(int epoch);
}

public enum RunEnding { Completed, Diverged, Stopped, OutOfMemory }
