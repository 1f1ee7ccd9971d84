using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Forecasting;

/// <summary>All there is to train and who is there to train it, at one moment.</summary>
/// <param name="Slots">Slots of agents that are there.</param>
/// <param name="Waiting">In the order in which the coordinator deals: sweep by sweep, the longest runs first.</param>
internal sealed record Workload(IReadOnlyList<WorkingSlot> Slots, IReadOnlyList<WaitingRuns> Waiting, PaceBook Paces);

/// <param name="Training">Null while idle.</param>
/// <param name="TakesMore">Whether it will be given another run after the one in training; not where its agent is in quarantine.</param>
/// <param name="Barred">Sweeps that this slot cannot train, because its data differ.</param>
internal sealed record WorkingSlot(
    SlotName Name, string Device, RunInTraining? Training, bool TakesMore, IReadOnlyCollection<string> Barred);

/// <param name="EpochsLeft">To the end of its lease, the one in training counted by its share.</param>
internal sealed record RunInTraining(string Sweep, RunKind Kind, double EpochsLeft);

/// <summary>Runs of one sweep that are equal to a forecast.</summary>
/// <param name="Epochs">That each of them still needs.</param>
internal sealed record WaitingRuns(string Sweep, RunKind Kind, int Epochs, int Count);
