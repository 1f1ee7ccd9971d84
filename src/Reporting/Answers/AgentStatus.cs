namespace Sweep.Reporting.Answers;

/// <summary>How an agent stands. In JSON and in print these are its words, in camel case.</summary>
public enum AgentStatus
{
    /// <summary>It was heard within the last lease period.</summary>
    Online,

    Offline,

    /// <summary>It gets one run at a time until one succeeds, heard or not.</summary>
    Quarantined,
}
