using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Sweep.Reporting.Answers;

/// <summary>The answer of <c>sweep verify</c>. The JSON names and their order are a contract.</summary>
/// <param name="Notes">What is unusual but not wrong, one sentence each.</param>
public sealed record VerificationReport(string Home, Verified Verified, ImmutableArray<Finding> Findings, ImmutableArray<string> Notes)
{
    /// <summary>Whether nothing was found.</summary>
    [JsonPropertyOrder(-1)]
    public bool Clean => Findings.IsEmpty;
}

/// <summary>How much was looked at.</summary>
/// <param name="Entries">Of the journal: sequence, CRC and chain.</param>
/// <param name="Trials">In the grids of all sweeps.</param>
/// <param name="Epochs">Recorded, each once, under a lease that was granted for its run.</param>
/// <param name="Checkpoints">Whose content has the length and SHA-256 that was recorded.</param>
/// <param name="Collected">Checkpoints that are gone because no run needed them any more.</param>
/// <param name="Documents">Of the results database, equal to what follows from the journal.</param>
public sealed record Verified(
    long Entries, int Sweeps, TrialTally Trials, int Runs, int Leases, long Epochs, int Checkpoints, int Collected, int Documents);

/// <summary>The trials of all grids, each in exactly one of the other columns.</summary>
/// <param name="Results">Completed or diverged.</param>
/// <param name="Open">Waiting or in training.</param>
public sealed record TrialTally(int Total, int Results, int Open, int Failed, int Cancelled);
