using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Simulation;
using Sweep.Coordinator.Tests.Scheduling;

namespace Sweep.Coordinator.Tests.Simulation;

public sealed class SimulatedResultsTests
{
    private const int Times = 5;

    /// <summary>
    /// Whatever is killed, cut or restored, and at every question: those that people ask in that lab, and some in the end.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TheResultsOfALab_AreWhatAReplayComesTo_AndAnswerAsTheirWordsSay(long seed)
    {
        using var lab = new SimulatedLab(seed, LabPlan.Draw(new(seed, 1)) with { Projects = true });

        lab.Run();
        var before = lab.Coordinator.Compared;
        for (var time = 1; time <= Times; time++)
            lab.Coordinator.Ask();

        Assert.NotEqual(0, before);
        Assert.True(lab.Coordinator.Compared - before >= Times * SimulatedResults.QuestionsAtOnce);
    }

    [Fact]
    public void ADatabaseThatHasMissedSomething_IsFound()
    {
        using var lab = new SimulatedLab(1, new(), FaultMix.None);
        using var results = new SimulatedResults(lab, new(1, 8));
        var life = new Life();
        life.Submit(Some.Spec());
        lab.Promises.AboutToWrite(life.Events);
        results.Start([.. life.Events.Select((e, i) => new JournalEntry(i + 1, e))], life.State);
        results.Compare("a test");

        life.Register("a");
        lab.Promises.AboutToWrite(life.Latest);

        Assert.Equal("the projection equals a replay", Assert.Throws<BrokenPromiseException>(() => results.Compare("a test")).Promise);
    }
}
