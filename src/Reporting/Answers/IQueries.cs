using Sweep.Experiments.Inputs;

namespace Sweep.Reporting.Answers;

/// <summary>
/// Whoever answers questions about a home: its coordinator, in this process or over HTTP, or the home folder itself where none is live.
/// </summary>
public interface IQueries
{
    /// <exception cref="BadInputException">It asks about something that is not there, or cannot be understood.</exception>
    Task<TAnswer> Ask<TAnswer>(Question<TAnswer> question, CancellationToken cancellation);

    /// <summary>The content of a checkpoint, to be verified by whoever reads it; null where it is not there (any more).</summary>
    /// <param name="sha256">Its name.</param>
    Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation);
}
