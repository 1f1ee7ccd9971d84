using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Programs;

/// <summary>A program did not do its work: how the attempt ended, and why, for people.</summary>
/// <param name="agentsOwn">What ended it lies in this machine, not in the program.</param>
internal sealed class ProgramEndedException(Outcome outcome, string detail, bool agentsOwn = false) : Exception(detail)
{
    public Outcome Outcome => outcome;
    public bool AgentsOwn => agentsOwn;
}
