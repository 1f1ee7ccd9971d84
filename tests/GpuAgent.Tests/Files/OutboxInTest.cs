using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Files;

/// <summary>An outbox's file and the book over it, kept in step as the agent keeps them.</summary>
internal sealed class OutboxInTest : IDisposable
{
    private const string Agent = "lab-1";
    private readonly OutboxFile file;
    private readonly ReportBook book;

    private OutboxInTest(OutboxFile file, ReportBook book) => (this.file, this.book) = (file, book);

    public static OutboxInTest Open(string path, IFiles? files = null)
    {
        var file = OutboxFile.Open(files ?? RealFiles.OfThisMachine, path, Agent, out var kept);
        return new(file, new(kept, file.LastNumber));
    }

    public int Count => book.Count;

    public IEnumerable<Report> Waiting => book.Waiting;

    public long FirstOwnNumber => book.FirstOwn;

    public bool HoldsReportsOf(LeaseId lease) => book.HoldsReportsOf(lease);

    public Report Add(LeaseId lease, RunId? run, Fact fact)
    {
        var report = book.Next(Agent, lease, run, fact);
        try
        {
            file.Add(report);
            file.Commit();
        }
        catch (IOException)
        {
            book.Unwritten(report);
            throw;
        }
        book.Add(report, null);
        return report;
    }

    public Report? Acknowledge(long number)
    {
        if (book.Remove(number) is not { } report)
            return null;
        file.Acknowledge(number, isLast: book.Count == 0);
        return report;
    }

    public void Dispose() => file.Dispose();
}
