namespace Sweep.Reporting.Answers;

/// <summary>By a person's order an agent gets no runs. In JSON and in print these are its words, in camel case.</summary>
public enum AgentHold
{
    /// <summary>What it trains goes on to its end.</summary>
    Paused,

    /// <summary>What it trains ends at its epoch's end, and goes on elsewhere.</summary>
    Drained,
}
