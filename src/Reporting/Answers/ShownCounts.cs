namespace Sweep.Reporting.Answers;

/// <summary>How many trials have come to what, as <c>--json</c> shows it: those in training and cancelled are in the total alone.</summary>
internal sealed record ShownCounts(int Total, int Completed, int Diverged, int Failed, int Pending)
{
    public static ShownCounts Of(TrialCounts trials) =>
        new(trials.Total, trials.Completed, trials.Diverged, trials.Failed, trials.Pending);
}
