using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>Who won, by what a record holds.</summary>
public static class WinnerOfRecord
{
    /// <summary>The configuration that won; null while no trial has completed.</summary>
    internal static Candidate? Winner(this SweepRecord record) => Leaderboard.Winner(record.Spec.Objective, record.Trials);

    /// <summary>The best seed of the configuration that won; null while no trial has completed.</summary>
    public static TrialRow? WinnersTrial(this SweepRecord record) => record.Winner()?.BestSeed;
}
