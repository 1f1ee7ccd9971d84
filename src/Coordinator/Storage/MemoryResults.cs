using System.Collections.Concurrent;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>A results database in memory, without a thread of its own. Not thread-safe.</summary>
internal sealed class MemoryResults : IDisposable
{
    private readonly MemoryStream pages = new();
    private readonly MemoryStream log = new();
    private readonly ResultsFile database;

    /// <param name="content">What <see cref="Content"/> of another one was; empty makes a new one.</param>
    public MemoryResults((byte[] Pages, byte[] Log) content)
    {
        pages.Write(content.Pages);
        log.Write(content.Log);
        (pages.Position, log.Position) = (0, 0);
        database = ResultsFile.Open(pages, log);
    }

    /// <summary>As a process leaves it that is killed now.</summary>
    public (byte[] Pages, byte[] Log) Content => (pages.ToArray(), log.ToArray());

    public long Watermark => WatermarkDocument.Sequence(database);

    /// <summary>Writes all batches that wait, as <see cref="ProjectionWriter"/> does.</summary>
    public void Write(ConcurrentQueue<ProjectionBatch> waiting, Action<LeftOutDocument> leftOut)
    {
        while (ProjectionWriter.WriteSome(database, waiting, leftOut)) { }
    }

    /// <summary>Holds every document against what follows from a journal.</summary>
    /// <param name="state">After the last entry that <paramref name="expected"/> was told of.</param>
    public DocumentComparison Compare(ExpectedDocuments expected, CoordinatorState state)
    {
        var comparison = new DocumentComparison(expected);
        comparison.Compare(database, state, state, expected);
        return comparison;
    }

    /// <exception cref="BadInputException">The question cannot be read, or asks about a sweep that is not there.</exception>
    public ResultTable Ask(TrialQuestion question) => TrialAnswer.Of(database, question, live: true);

    public void Dispose() => database.Dispose();
}
