namespace Sweep.Reporting.Answers;

/// <summary>What a live coordinator does for the home that it holds, without interrupting its work.</summary>
public interface IUpkeep
{
    /// <summary>Verifies what was recorded at one moment.</summary>
    /// <param name="complete">Whether a trial without a result is a finding.</param>
    Task<VerificationReport> Verify(bool complete, CancellationToken cancellation);

    /// <summary>Copies what was recorded at one moment.</summary>
    /// <param name="destination">A new or empty folder, as a full path on the coordinator's machine.</param>
    Task<BackupView> Backup(string destination, CancellationToken cancellation);
}
