using System.Text;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Shared;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>The failure policy, row by row: every way an attempt can end, where it can, after what can have gone before.</summary>
public sealed class RecoveryTests
{
    private const int MaxAttempts = 3;
    private static readonly RunId Run = new(new string('1', 64));
    private static readonly RunId Other = new(new string('2', 64));
    private static readonly Guid Incarnation = new(1, 0, 0, new byte[8]);

    private static readonly (string Where, Func<EndedAttempt, EndedAttempt> Of)[] Places =
    [
        ("in good standing", end => end),
        ("in quarantine", end => end with { InQuarantine = true }),
        ("on a shared device", end => end with { SharesDevice = true }),
        ("by the agent's own", end => end with { AgentsOwn = true }),
    ];

    private static readonly (string Before, RunTally Run, AgentTally Agent)[] Tallies =
    [
        ("another run failed there", RunTally.None, Failing(Other)),
        ("all crashes but one", RunTally.None with { Crashes = MaxAttempts - 1 }, Failing(Other)),
        ("all canaries but one", RunTally.None with { CanaryCrashes = (MaxAttempts * Recovery.CanaryAllowance) - 1 }, Failing(Run)),
        ("all memory failures but one, here", RunTally.None with { MemoryFailures = MaxAttempts - 1, TooSmall = [("a", Incarnation)] }, Failing(Run)),
        ("all memory failures but one, elsewhere", RunTally.None with { MemoryFailures = MaxAttempts - 1, TooSmall = [("b", Incarnation)] }, Failing(Other)),
    ];

    /// <summary>A row says what is counted, which is the same whatever went before, and before what the run is given up.</summary>
    [Fact]
    public void EveryOutcome_AfterEveryTally_IsJudgedAsInTheTable()
    {
        var table = new StringBuilder();
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            foreach (var (where, of) in Places)
            {
                var after = Tallies.Select(tally => (tally, Recovery: Recovery.Of(of(End(outcome)), tally.Run, tally.Agent, MaxAttempts))).ToList();
                var counted = after.Select(row => Counted(row.tally.Run, row.tally.Agent, row.Recovery)).Distinct();
                table.Append($"{outcome,-16} {where,-18} => {Assert.Single(counted)}{GivenUp([.. after.Where(row => row.Recovery.GivesUp is not null)])}\n");
            }
        }
        ApprovedText.Is("tests/Coordinator.Tests/Approved/recovery.txt", table.ToString());
    }

    [Fact]
    public void WhatIsNobodysFailure_ChangesNoTally()
    {
        foreach (var outcome in Enum.GetValues<Outcome>().Where(outcome => !outcome.IsFailure() && !outcome.IsSuccess()))
        {
            foreach (var (_, run, agent) in Tallies)
                Assert.Equal(new Recovery(Lesson.Nothing, run, agent, null), Recovery.Of(End(outcome), run, agent, MaxAttempts));
        }
    }

    [Fact]
    public void OneRunThatFailsAgainAndAgain_IsOneFailingRun()
    {
        var tally = AgentTally.None;
        for (var i = 0; i < 5; i++)
            tally = Recovery.Of(End(Outcome.TrainerCrashed), RunTally.None, tally, MaxAttempts).Agent;

        Assert.Equal((5, Run, Some.Noon), (tally.Failures, Assert.Single(tally.FailingRuns), tally.LastFailureAt));
    }

    [Fact]
    public void OutcomeThatNoVersionKnows_IsNobodysFailure() =>
        Assert.Equal(Lesson.Nothing, Recovery.Of(End((Outcome)99), RunTally.None, AgentTally.None, MaxAttempts).Lesson);

    private static string GivenUp(List<((string Before, RunTally, AgentTally) Tally, Recovery Recovery)> rows) =>
        rows.Count == 0 ? ""
        : $"; given up for {Assert.Single(rows.Select(row => row.Recovery.GivesUp).Distinct())} after "
            + (rows.Count == Tallies.Length ? "whatever" : string.Join(", ", rows.Select(row => row.Tally.Before)));

    private static EndedAttempt End(Outcome outcome) => new(Run, "a", Incarnation, outcome, Some.Noon);

    private static AgentTally Failing(RunId run) => new([run], 1, 0, Some.Noon.AddMinutes(-1));

    private static string Counted(RunTally run, AgentTally agent, Recovery after)
    {
        string?[] counts =
        [
            More("crash", after.Run.Crashes - run.Crashes),
            More("canary crash", after.Run.CanaryCrashes - run.CanaryCrashes),
            More("memory failure", after.Run.MemoryFailures - run.MemoryFailures),
            after.Run.MemoryFailures > run.MemoryFailures && after.Run.IsTooBigFor("a", Incarnation) ? "too big for the agent" : null,
            after.Agent == AgentTally.None ? "agent's failures forgotten" : More("failure of the agent", after.Agent.Failures - agent.Failures),
            More("canary failure of the agent", after.Agent.CanaryFailures - agent.CanaryFailures),
            after.Agent != agent && after.Agent.FailingRuns.Contains(Run) ? "run fails there" : null,
        ];
        return $"{after.Lesson}: {string.Join(", ", counts.OfType<string>().DefaultIfEmpty("nothing counted"))}";
    }

    private static string? More(string what, int count) => count == 0 ? null : $"{count:+0;-0} {what}";
}
