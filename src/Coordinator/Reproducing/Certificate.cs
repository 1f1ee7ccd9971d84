using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Reproducing;

/// <summary>A reproduction as a document: the answer of <c>sweep reproduce --json</c> and the file of <c>--out</c>.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Recorded">Who trained the epochs at the time, and with what.</param>
/// <param name="Repeated">Where and with what they were trained again.</param>
internal sealed record Certificate(
    string Sweep, TrialId Trial, Hyperparameters Hyperparameters, string Model, DatasetSpec Dataset,
    Likeness Verdict, double Epsilon, ImmutableArray<EpochComparison> Epochs, ImmutableArray<ProvenanceChange> Changes,
    ImmutableArray<Stretch> Recorded, Provenance Repeated, DateTimeOffset At);
