namespace Sweep.Experiments.Training;

/// <summary>What a run's epochs are computed by. Holds all that changes while it trains.</summary>
internal interface IArithmetic : IDisposable
{
    /// <param name="order">The epoch's: the training images' numbers.</param>
    void BeginEpoch(long[] order);

    /// <summary>Takes steps, each of a batch of the epoch's order; the last one is smaller where they do not come out even.</summary>
    void Train(int first, int last);

    /// <summary>The sum of the losses of all images since the epoch began, each before its step.</summary>
    double TrainLoss { get; }

    /// <returns>The sum of the validation images' losses, and how many are classified as they are labelled.</returns>
    (double Loss, long Right) Validate();

    Checkpoint ToCheckpoint(int epoch);
}
