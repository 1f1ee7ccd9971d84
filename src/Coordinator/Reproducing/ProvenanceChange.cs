using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Reproducing;

/// <summary>Something that was not the same when a stretch of epochs was trained again.</summary>
public sealed record ProvenanceChange(string What, int FirstEpoch, int LastEpoch, string Recorded, string Repeated)
{
    /// <summary>The weightiest of all.</summary>
    public const string Dataset = "dataset fingerprint";

    /// <summary>What differs, the weightiest first: other data are another experiment, another driver hardly anything.</summary>
    public static ImmutableArray<ProvenanceChange> Of(IReadOnlyList<Stretch> recorded, Provenance repeated) =>
    [
        .. from fact in Facts
           from stretch in recorded
           where stretch.Provenance is not null
           let before = fact.Value(stretch.Provenance)
           let now = fact.Value(repeated)
           where before.Length > 0 && now.Length > 0 && before != now
           select new ProvenanceChange(fact.Name, stretch.FirstEpoch, stretch.LastEpoch, before, now),
    ];

    /// <summary>An empty text is an unknown, which has not changed.</summary>
    private static readonly (string Name, Func<Provenance, string> Value)[] Facts =
    [
        (Dataset, p => p.DatasetFingerprint),
        ("device", p => p.Device.Split(':')[0]),
        ("device model", p => IsUnknown(p.DeviceModel) ? "" : p.DeviceModel),
        ("precision", p => p.Precision.ToString().ToLowerInvariant()),
        ("arithmetic", p => p.SameArithmetic ?? ""),
        ("libtorch", p => p.Libtorch == Provenance.NoLibtorch ? "" : p.Libtorch),
        ("program", p => p.Program.Split('+')[0]),
        ("git commit", p => p.Program.Split('+', 2) is [_, var commit] ? commit : ""),
        ("driver", p => p.Driver),
    ];

    /// <summary>A trainer that computes nothing itself does not know on what it runs; an agent does, and says it in its place.</summary>
    private static bool IsUnknown(string model) =>
        model is ModelSpec.Program or ModelSpec.Simulated || model.StartsWith("unknown", StringComparison.Ordinal);
}
