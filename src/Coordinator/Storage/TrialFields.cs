namespace Sweep.Coordinator.Storage;

/// <summary>Which of the fields that a trial in a digest may lack it has.</summary>
[Flags]
internal enum TrialFields
{
    None = 0,
    TrainLoss = 1 << 0,
    ValLoss = 1 << 1,
    ValAccuracy = 1 << 2,
    BestEpoch = 1 << 3,
    BestEpochValAccuracy = 1 << 4,
    BestEpochValue = 1 << 5,
    Seconds = 1 << 6,
    OwnSeconds = 1 << 7,
    LostSeconds = 1 << 8,
    Agent = 1 << 9,
    Cause = 1 << 10,
    Device = 1 << 11,
    Host = 1 << 12,
    Precision = 1 << 13,
    Started = 1 << 14,
    Finished = 1 << 15,
    Metrics = 1 << 16,
}
