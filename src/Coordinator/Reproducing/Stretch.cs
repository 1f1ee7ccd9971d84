using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Reproducing;

/// <summary>Consecutive epochs of a trial that were trained by one agent in one way.</summary>
public sealed record Stretch(int FirstEpoch, int LastEpoch, string Agent, Provenance? Provenance)
{
    public static ImmutableArray<Stretch> Of(IEnumerable<RecordedEpoch> epochs) =>
        epochs.Aggregate(ImmutableArray<Stretch>.Empty, (stretches, epoch) =>
        stretches is [.., var last] && last.Agent == epoch.Agent && last.Provenance == epoch.Provenance
            ? stretches.SetItem(stretches.Length - 1, last with { LastEpoch = epoch.Metrics.Epoch })
            : stretches.Add(new(epoch.Metrics.Epoch, epoch.Metrics.Epoch, epoch.Agent, epoch.Provenance)));

    [JsonIgnore]
    public string Epochs => FirstEpoch == LastEpoch
        ? FormattableString.Invariant($"epoch {FirstEpoch}")
        : FormattableString.Invariant($"epochs {FirstEpoch}-{LastEpoch}");
}
