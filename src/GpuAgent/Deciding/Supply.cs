using Sweep.Experiments.Data;
using Sweep.Experiments.Running;

namespace Sweep.GpuAgent.Deciding;

/// <summary>Something that has to be on this machine before a run can be trained, and that all slots share.</summary>
internal abstract record Supply
{
    private Supply() { }

    /// <param name="Name">Of the dataset.</param>
    public sealed record Data(string Name) : Supply;

    /// <param name="Sha256">Of the packed folder.</param>
    public sealed record Code(string Sha256) : Supply;

    /// <summary>What a run needs, in the order in which it is looked for.</summary>
    public static IEnumerable<Supply> Of(RunOrder order)
    {
        if (DatasetFile.AreNeeded(order.Dataset, order.Model))
            yield return new Data(order.Dataset.Name);
        if (order.Program?.Code is { } code)
            yield return new Code(code);
    }
}
