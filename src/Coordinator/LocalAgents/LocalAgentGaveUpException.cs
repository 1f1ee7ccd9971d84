namespace Sweep.Coordinator.LocalAgents;

/// <summary>The local agent cannot train on this machine; the message is what to tell the person.</summary>
internal sealed class LocalAgentGaveUpException(string message, int exitCode) : Exception(message)
{
    /// <summary>What the command that needed it ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
