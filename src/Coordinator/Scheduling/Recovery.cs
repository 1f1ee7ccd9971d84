using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// The failure policy: what follows from the end of an attempt. <see cref="Decide"/> asks it before the end is a fact, to say which facts
/// come with it; <see cref="CoordinatorState.Apply"/> asks it again to count the fact. Facts that follow come after it and change no
/// answer, so both get the same.
/// </summary>
/// <param name="Run">The run's tally after it.</param>
/// <param name="Agent">The agent's tally after it.</param>
/// <param name="GivesUp">Why the run is not tried again, if it is open at all; null where it is.</param>
internal sealed record Recovery(Lesson Lesson, RunTally Run, AgentTally Agent, GivenUp? GivesUp)
{
    /// <summary>A run is given up after this many times its maxAttempts, even if every crash was on an agent in quarantine.</summary>
    public const int CanaryAllowance = 3;

    /// <param name="agentsOwn">Whether a bad configuration is known to be the agent's own.</param>
    public static Recovery Of(LeaseState lease, AgentState agent, Outcome outcome, bool agentsOwn, DateTimeOffset at)
    {
        var sweep = lease.Run.Sweep;
        var end = new EndedAttempt(lease.Run.Id, agent.Name, agent.Incarnation, outcome, at)
        {
            AgentsOwn = agentsOwn || sweep.StartedElsewhere(agent.Name),
            InQuarantine = agent.Quarantine is not null,
            SharesDevice = agent.SharesDevice(lease),
        };
        return Of(end, lease.Run.Tally, agent.Tally, sweep.Spec.MaxAttempts);
    }

    /// <param name="run">Of the run, before this end.</param>
    /// <param name="agent">Of the agent, before this end.</param>
    public static Recovery Of(EndedAttempt end, RunTally run, AgentTally agent, int maxAttempts)
    {
        var lesson = LessonOf(end);
        return lesson switch
        {
            Lesson.AttemptFailed when run.After(end) is var after =>
                new(lesson, after, agent.After(end), GivesUpAfter(end, run, after, maxAttempts)),
            Lesson.AgentTrains => new(lesson, run, AgentTally.None, null),
            _ => new(lesson, run, agent, null),
        };
    }

    private static Lesson LessonOf(EndedAttempt end)
    {
        if (end.Outcome.IsSuccess())
            return Lesson.AgentTrains;
        if (end is { Outcome: Outcome.BadConfiguration, AgentsOwn: true })
            return Lesson.AgentLacksData;
        if (end is { Outcome: Outcome.OutOfMemory, SharesDevice: true })
            return Lesson.DeviceIsCrowded;
        return end.Outcome.IsFailure() ? Lesson.AttemptFailed : Lesson.Nothing;
    }

    /// <summary>
    /// A crash on an agent in quarantine is held against the agent first, but not for ever, or a run that crashes everywhere would never
    /// end where only such agents are left. A device too small for the run costs the run nothing while another agent may have a larger
    /// one; a run that comes back to the same agent does so because there is none.
    /// </summary>
    private static GivenUp? GivesUpAfter(EndedAttempt end, RunTally before, RunTally after, int maxAttempts) => end.Outcome switch
    {
        Outcome.BadConfiguration => GivenUp.BadConfiguration,
        Outcome.OutOfMemory when before.IsTooBigFor(end.Agent, end.Incarnation) && after.MemoryFailures >= maxAttempts =>
            GivenUp.TooLittleMemory,
        _ when end.Outcome.IsCrash() && (after.Crashes >= maxAttempts || after.AllCrashes >= maxAttempts * CanaryAllowance) =>
            GivenUp.TooManyCrashes,
        _ => null,
    };
}

/// <summary>What the end of an attempt says about its run and its agent.</summary>
internal enum Lesson
{
    /// <summary>The agent was lost, the sweep cancelled, the checkpoint not to be had: nobody's failure.</summary>
    Nothing,

    /// <summary>The run came to its end there.</summary>
    AgentTrains,

    /// <summary>The configuration is bad on this machine alone: it says nothing about the run, or about how the agent does with other
    /// sweeps.</summary>
    AgentLacksData,

    /// <summary>Several runs side by side on one device were too many: that says nothing about this run, nor about the agent.</summary>
    DeviceIsCrowded,

    /// <summary>It counts against the run, and against the agent while others succeed.</summary>
    AttemptFailed,
}

/// <summary>Why a run is not tried again.</summary>
internal enum GivenUp { TooManyCrashes, TooLittleMemory, BadConfiguration }
