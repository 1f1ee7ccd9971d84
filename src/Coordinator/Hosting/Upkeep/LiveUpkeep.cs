using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Hosting.Upkeep;

/// <summary>The upkeep of the home that this process holds.</summary>
internal sealed class LiveUpkeep(Home home, ResultsDatabase database, Projection projection, BlobStore blobs) : IUpkeep
{
    public Task<VerificationReport> Verify(bool complete, CancellationToken cancellation)
    {
        projection.CheckCurrent();
        return HomeVerification.OfLive(home, database, blobs, complete).WaitAsync(cancellation);
    }

    public Task<BackupView> Backup(string destination, CancellationToken cancellation)
    {
        projection.CheckCurrent();
        return HomeBackup.Of(home, database, blobs, destination).WaitAsync(cancellation);
    }
}
