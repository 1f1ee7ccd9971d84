using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Tables;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>
/// Which hyperparameters of the built-in network differ between the trials of a sweep beside those that every line says: lr, epochs and
/// seed. Of a program every line says all.
/// </summary>
internal sealed record Differing(bool WeightDecay, bool BatchSize)
{
    public static readonly Differing Nothing = new(false, false);

    /// <summary>Asked of whoever has the trials: one row travels, however many there are.</summary>
    public static async Task<Differing> In(IQueries queries, string sweep, CancellationToken cancellation)
    {
        var answer = await queries.Ask(
            new(sweep) { Aggregates = "min(weightDecay),max(weightDecay),min(batchSize),max(batchSize)" }, cancellation);
        return answer.Rows is [[var leastDecay, var mostDecay, var leastBatch, var mostBatch]]
            ? new(leastDecay != mostDecay, leastBatch != mostBatch)
            : Nothing;
    }
}
