using Sweep.Coordinator.Cli.Sessions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Sessions;

public sealed class SubmissionTextTests
{
    [Fact]
    public void ChangedGrid_IsSaidInOneSentence_BeforeTraining() =>
        Assert.Equal(
            ["grid: the grid has changed: 4 trials added, 6 kept, 2 removed; what is known of the removed ones stays in the database.", "grid: 10 trials, 6 done before; 8 epochs to train"],
            SubmissionText.Of(new("grid", Trials: 10, NewTrials: 4, RemovedTrials: 2, OpenTrials: 4, EpochsToTrain: 8)));

    [Fact]
    public void NothingRemoved_SaysNothingOfTheDatabase() =>
        Assert.Equal("grid: the grid has changed: 1 trial added, 2 kept, 0 removed.", SubmissionText.Of(new SubmitView("grid", 3, 1, 0, 1, 2)).First());

    [Fact]
    public void NewSweep_AndUnchangedSweep_SayNothingOfAChange()
    {
        Assert.Equal(["grid: 3 trials, 6 epochs to train"], SubmissionText.Of(new SubmitView("grid", 3, 3, 0, 3, 6)));
        Assert.Equal(["grid: 3 trials, 1 done before; 4 epochs to train"], SubmissionText.Of(new SubmitView("grid", 3, 0, 0, 2, 4)));
    }

    [Fact]
    public void AnotherProgramThanSoFar_IsNamed()
    {
        var view = new SubmitView("grid", 3, 0, 0, 2, 4) { TrainedBy = "0.1.0+abc" };

        Assert.Equal(
            "grid was trained by sweep 0.1.0+abc so far, and this is 0.1.0+abc+dirty; `sweep reproduce best` tells whether results are still the same to the last bit.",
            SubmissionText.Of(view, "0.1.0+abc+dirty").Last());
        Assert.Equal(["grid: 3 trials, 1 done before; 4 epochs to train"], SubmissionText.Of(view, "0.1.0+abc"));
    }

    [Fact]
    public void GridReplacedAltogether_IsAChange() =>
        Assert.StartsWith("grid: the grid has changed: 3 trials added, 0 kept, 2 removed;", SubmissionText.Of(new SubmitView("grid", 3, 3, 2, 3, 6)).First(), StringComparison.Ordinal);
}
