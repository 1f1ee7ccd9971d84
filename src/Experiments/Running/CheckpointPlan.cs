using System.Collections.Immutable;

namespace Sweep.Experiments.Running;

/// <summary>Which epochs of an order have a checkpoint where not all have: these and the last one in any case.</summary>
/// <param name="Milestones">Epochs after which a trial ends, so that its model can be had and a longer grid goes on from there.</param>
public sealed record CheckpointPlan(CheckpointEvery Every, ImmutableArray<int> Milestones)
{
    /// <summary>With more, every epoch has one.</summary>
    public const int MostMilestones = 1000;

    // Arrays compare by reference, and two plans with the same epochs are the same plan.
    public bool Equals(CheckpointPlan? other) =>
        other is not null && Every == other.Every && Milestones.AsSpan().SequenceEqual(other.Milestones.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Every, Milestones.Length);
}
