using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>
/// Questions in LiteDB's SQL, each over a copy of the results database, so that the thread of <see cref="ResultsDatabase"/> waits for none
/// of them. A few are answered at a time.
/// </summary>
internal static class SqlQuestions
{
    private const int AtOnce = 2;
    private const int MostWaiting = 32;

    private static readonly SemaphoreSlim Places = new(AtOnce);
    private static int waiting;

    /// <exception cref="BadInputException">The question is refused, see <see cref="SqlText"/> and <see cref="SqlProcess"/>.</exception>
    public static async Task<ResultTable> Answer(ResultsDatabase database, SqlQuestion question, CancellationToken cancellation)
    {
        SqlText.Check(question);
        await Place(cancellation);
        try
        {
            using var copy = await DatabaseCopy.OfLive(database);
            return await SqlProcess.Answer(copy.File, question, SqlProcess.MostTime, cancellation);
        }
        finally
        {
            Places.Release();
        }
    }

    private static async Task Place(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            throw new BadInputException(
                FormattableString.Invariant($"{MostWaiting} queries wait for their answer already: ask again when they have it."));
        }
        try
        {
            await Places.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
